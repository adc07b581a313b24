// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_DESCRIPTOR_H
#define KGUARD_DESCRIPTOR_H

/* Sends a descriptor over a unix socket. Returns -1 if that fails. */
int descriptor_send(int socket, int fd);

/* Receives a descriptor, which programs do not inherit. Returns -1 if none comes. */
int descriptor_receive(int socket);

/* The same, and leaves it in the socket, so that it comes again. */
int descriptor_peek(int socket);

#endif
