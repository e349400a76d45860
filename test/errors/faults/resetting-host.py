"""A host that resets every TCP connection while it is being made, which no ordinary server can do:
the client's connect() fails with ECONNRESET. It lives behind a TUN interface of its own (root on
Linux) that is gone when the process ends. Says `ready ADDRESS`.

A SYN is answered by a SYN of our own (simultaneous open, RFC 9293 section 3.5, figure 7), so that
the client is half-way to established, and then by a RST; a RST to the SYN itself would be ECONNREFUSED.
"""
import fcntl
import os
import socket
import struct
import subprocess

NETWORK = f"10.203.{os.getpid() % 256}"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
SYN, RST, ACK = 0x02, 0x04, 0x10


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def packet(source, target, source_port, target_port, sequence, acknowledge, flags):
    tcp = struct.pack("!HHIIBBHHH", source_port, target_port, sequence, acknowledge, 5 << 4, flags, 65535, 0, 0)
    pseudo = source + target + struct.pack("!BBH", 0, socket.IPPROTO_TCP, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, socket.IPPROTO_TCP, 0, source, target)
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    return ip + tcp


def main():
    tun = os.open("/dev/net/tun", os.O_RDWR)
    name = fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22s", b"faultline%d", IFF_TUN | IFF_NO_PI, b""))[:16].rstrip(b"\0").decode()
    subprocess.run(["ip", "addr", "add", f"{NETWORK}.1/24", "dev", name], check=True)
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    print(f"ready {NETWORK}.2", flush=True)
    while True:
        data = os.read(tun, 65536)
        if data[0] >> 4 != 4 or data[9] != socket.IPPROTO_TCP:
            continue
        header = (data[0] & 15) * 4
        client, us = data[12:16], data[16:20]
        client_port, our_port, sequence = struct.unpack("!HHI", data[header : header + 8])
        if data[header + 13] & (SYN | ACK) != SYN:
            continue
        os.write(tun, packet(us, client, our_port, client_port, 1000, 0, SYN))
        os.write(tun, packet(us, client, our_port, client_port, 1001, sequence + 1, RST | ACK))


main()
