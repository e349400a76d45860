/** Names of our marks on the wire, in one place: whoever cuts them out and whoever writes them must
 *  mean the same ones. */
export const requestIdField = 'X-Bkapi-Request-ID'
export const errorCodeField = 'X-Bkapi-Error-Code'
export const errorMessageField = 'X-Bkapi-Error-Message'
export const credentialsField = 'X-Bkapi-Authorization'
export const identityField = 'X-Bkapi-JWT'
export const instanceField = 'X-Bkapi-Instance-Id'
