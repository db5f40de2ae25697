#define _GNU_SOURCE
#include "rung_sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

// As many as the kernel lets wait (net.core.somaxconn).
enum { BACKLOG = 4096 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static int fail(int fd) {
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = error;
    return -1;
}

int rung_listen_tcp(const uint8_t *bytes, int size, uint16_t port, uint16_t *bound) {
    union address address;
    memset(&address, 0, sizeof address);
    socklen_t length = size == 4 ? sizeof address.v4 : sizeof address.v6;
    if (size == 4) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(port);
        memcpy(&address.v4.sin_addr, bytes, 4);
    } else {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons(port);
        memcpy(&address.v6.sin6_addr, bytes, 16);
    }
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int yes = 1;
    int no = 0;
    if (fd < 0) {
        return -1;
    }
    // Connections of a process before this one may still be closing. And [::] is all addresses, those of IPv4 too.
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (size == 16) {
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    }
    if (bind(fd, &address.any, length) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, &address.any, &length) != 0) {
        return fail(fd);
    }
    *bound = ntohs(size == 4 ? address.v4.sin_port : address.v6.sin6_port);
    return fd;
}

// Whether the path is a socket of this user at which nobody listens any more.
static int is_left_behind(const union address *address) {
    struct stat status;
    if (lstat(address->local.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode) || status.st_uid != geteuid()) {
        return 0;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return 0;
    }
    int refused = connect(fd, &address->any, sizeof address->local) != 0 && errno == ECONNREFUSED;
    close(fd);
    return refused;
}

int rung_listen_local(const char *path) {
    union address address;
    memset(&address, 0, sizeof address);
    address.local.sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address.local.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.local.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    // Linux gives the path the mode that the socket has before it is bound.
    if (fchmod(fd, 0600) != 0) {
        return fail(fd);
    }
    int status = bind(fd, &address.any, sizeof address.local);
    if (status != 0 && errno == EADDRINUSE) {
        if (is_left_behind(&address) && unlink(path) == 0) {
            status = bind(fd, &address.any, sizeof address.local);
        } else {
            errno = EADDRINUSE;
        }
    }
    if (status != 0 || listen(fd, BACKLOG) != 0) {
        return fail(fd);
    }
    return fd;
}

static void describe(const union address *address, int fd, struct rung_peer *peer) {
    memset(peer, 0, sizeof *peer);
    if (address->any.sa_family == AF_INET) {
        peer->size = 4;
        memcpy(peer->address, &address->v4.sin_addr, 4);
        peer->port = ntohs(address->v4.sin_port);
    } else if (address->any.sa_family == AF_INET6) {
        const uint8_t *bytes = address->v6.sin6_addr.s6_addr;
        int mapped = IN6_IS_ADDR_V4MAPPED(&address->v6.sin6_addr);
        peer->size = mapped ? 4 : 16;
        memcpy(peer->address, mapped ? bytes + 12 : bytes, (size_t)peer->size);
        peer->port = ntohs(address->v6.sin6_port);
    } else {
        struct ucred credentials = {.uid = UINT32_MAX};
        socklen_t size = sizeof credentials;
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
        peer->user = credentials.uid;
    }
}

int rung_accept(int listener, struct rung_peer *peer) {
    union address address;
    memset(&address, 0, sizeof address);
    socklen_t length = sizeof address;
    int fd = accept4(listener, &address.any, &length, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        return -1;
    }
    int yes = 1;
    if (address.any.sa_family != AF_UNIX) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    describe(&address, fd, peer);
    return fd;
}
