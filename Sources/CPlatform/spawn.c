#define _GNU_SOURCE

#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// The descriptors between server and supervisor or command; [0] is the server's. -1: not there.
typedef struct {
    int lifeline[2];
    int status[2];
    int output[2];
    int errors[2];
    int input[2];
} channels;

static int open_pipe(int ends[2]) {
#if defined(__linux__)
    return pipe2(ends, O_CLOEXEC) < 0 ? errno : 0;
#else
    if (pipe(ends) < 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) < 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0) {
        return errno;
    }
    return 0;
#endif
}

static int open_lifeline(int ends[2]) {
#if defined(__linux__)
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ? errno : 0;
#else
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) < 0 ||
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0) {
        return errno;
    }
    return 0;
#endif
}

/// Opens a pseudo-terminal: the server's end as `output` and `input`, the command's as the other `output`.
static int open_terminal(channels *c, uint16_t rows, uint16_t columns) {
    // The flags are only known to some systems' own calls; setting one later would leave a moment for a fork.
    int server = posix_openpt(O_RDWR | O_NOCTTY
#if defined(__linux__)
                              | O_CLOEXEC | O_NONBLOCK
#endif
    );
    if (server < 0) {
        return errno;
    }
    c->output[0] = server;
#if !defined(__linux__)
    fcntl(server, F_SETFD, FD_CLOEXEC);
    fcntl(server, F_SETFL, O_NONBLOCK);
#endif
    if (grantpt(server) < 0 || unlockpt(server) < 0) {
        return errno;
    }
#if defined(__linux__)
    char path[64];
    int failure = ptsname_r(server, path, sizeof path);
    if (failure != 0) {
        return failure;
    }
#else
    const char *path = ptsname(server);
    if (path == NULL) {
        return errno;
    }
#endif
    c->output[1] = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (c->output[1] < 0) {
        return errno;
    }
    c->input[0] = fcntl(server, F_DUPFD_CLOEXEC, 0);
    if (c->input[0] < 0) {
        return errno;
    }
    return heddle_resize_terminal(server, rows, columns);
}

static int open_channels(channels *c, const heddle_spawn_request *request) {
    int failure = open_lifeline(c->lifeline);
    if (failure == 0) {
        failure = open_pipe(c->status);
    }
    if (failure == 0 && request->terminal_rows > 0) {
        return open_terminal(c, request->terminal_rows, request->terminal_columns);
    }
    if (failure == 0) {
        failure = open_pipe(c->output);
    }
    if (failure == 0 && request->separates_errors) {
        failure = open_pipe(c->errors);
    }
    if (failure == 0 && request->opens_input) {
        int ends[2];
        failure = open_pipe(ends);
        if (failure == 0) {
            c->input[0] = ends[1];
            c->input[1] = ends[0];
        }
    }
    const int polled[] = {c->output[0], c->errors[0], c->input[0]};
    for (int i = 0; i < 3 && failure == 0; i++) {
        if (polled[i] >= 0 && fcntl(polled[i], F_SETFL, O_NONBLOCK) < 0) {
            failure = errno;
        }
    }
    return failure;
}

static heddle_inner_ends inner_ends(const channels *c, const heddle_spawn_request *request) {
    const int input = request->terminal_rows > 0 ? c->output[1] : c->input[1];
    const int errors = c->errors[1] >= 0 ? c->errors[1] : c->output[1];
    return (heddle_inner_ends){c->lifeline[1], c->status[1], {input, c->output[1], errors}};
}

/// A fork without fork handlers: they would take and reset locks of libraries that the supervisor never calls.
static pid_t fork_supervisor(void) {
#if defined(__linux__) && !defined(HEDDLE_SANITIZED)
    return _Fork();
#else
    return fork();
#endif
}

static void close_side(const channels *c, int side) {
    const int fds[] = {c->lifeline[side], c->status[side], c->output[side], c->errors[side], c->input[side]};
    for (int i = 0; i < 5; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
}

int heddle_spawn(const heddle_spawn_request *request, heddle_spawned *spawned) {
    channels c = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    int failure = open_channels(&c, request);

    pid_t supervisor = -1;
    if (failure == 0) {
        const heddle_inner_ends ends = inner_ends(&c, request);
        // The child starts with every signal blocked: the server's handlers must not run in it, they would write to
        // descriptors that both share.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        supervisor = fork_supervisor();
        if (supervisor == 0) {
            heddle_supervise(request, &ends);
        }
        failure = supervisor < 0 ? errno : 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }

    close_side(&c, 1);
    if (failure != 0) {
        close_side(&c, 0);
        return failure;
    }
    *spawned = (heddle_spawned){
        .supervisor = supervisor,
        .lifeline = c.lifeline[0],
        .status = c.status[0],
        .output = c.output[0],
        .errors = c.errors[0],
        .input = c.input[0],
    };
    return 0;
}

int heddle_resize_terminal(int terminal, uint16_t rows, uint16_t columns) {
    const struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size) < 0 ? errno : 0;
}

int heddle_exit_signal(int32_t status, int32_t *code) {
    if (WIFSIGNALED(status)) {
        *code = 0;
        return WTERMSIG(status);
    }
    *code = WEXITSTATUS(status);
    return 0;
}
