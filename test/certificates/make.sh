#!/bin/sh
# Makes every certificate of this folder anew, with OpenSSL 3. Run it inside the folder.
set -eu

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
: > "$work/index"
cat > "$work/ca.conf" <<CONF
[ca]
default_ca = here
[here]
database = $work/index
new_certs_dir = $work
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
organizationName = supplied
commonName = supplied
CONF

# NAME COMMON-NAME ISSUER|self FIRST-DAY LAST-DAY EXTENSIONS
make() {
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key.pem"
  openssl req -new -key "$1.key.pem" -subj "/O=Faultline tests/CN=$2" -out "$work/$1.csr"
  printf '%s\n' "$6" > "$work/$1.ext"
  if [ "$3" = self ]; then issuer="-selfsign -keyfile $1.key.pem"
  else issuer="-cert $3.pem -keyfile $3.key.pem"; fi
  # shellcheck disable=SC2086 # the issuer is several words
  openssl ca -batch -notext -config "$work/ca.conf" $issuer -startdate "$4" -enddate "$5" \
    -extfile "$work/$1.ext" -in "$work/$1.csr" -out "$1.pem"
}

authority='basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign'
server='basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName='
here="${server}DNS:localhost,DNS:backend.test,IP:127.0.0.1,IP:::1"
first=20240101000000Z
last=21240101000000Z

make authority 'Test authority' self $first $last "$authority"
make intermediate 'Test intermediate' authority $first $last "$authority"
make valid localhost authority $first $last "$here"
make expired localhost authority $first 20240201000000Z "$here"
make not-yet-valid localhost authority 21230101000000Z $last "$here"
make wrong-host other.test authority $first $last "${server}DNS:other.test,DNS:*.other.test"
make self-signed localhost self $first $last "$here"
make without-chain localhost intermediate $first $last "$here"
