#ifndef RUNG_SOCKETS_H
#define RUNG_SOCKETS_H

#include <stdint.h>

// Sockets that listen. All descriptors are nonblocking and close on exec.

// Listens on an IPv4 (4 bytes) or IPv6 (16 bytes) address; port 0: any that is free. `bound` gets the port.
// Returns the descriptor, or -1 with errno.
int rung_listen_tcp(const uint8_t *address, int size, uint16_t port, uint16_t *bound);

// Listens on a path that only this user may connect to. A socket of a process that is gone is replaced, where it is
// this user's; EADDRINUSE: one listens there, or the path is no socket. Returns the descriptor, or -1 with errno.
int rung_listen_local(const char *path);

// Who is at the other end.
struct rung_peer {
    int size;  // of the address: 4, 16, or 0 for a socket of this machine
    uint8_t address[16];
    uint16_t port;
    uint32_t user;  // of a socket of this machine
};

// Takes the next connection. Returns its descriptor, or -1 with errno.
int rung_accept(int listener, struct rung_peer *peer);

#endif
