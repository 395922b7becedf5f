#define _GNU_SOURCE

#include "supervisor.h"

#if defined(HEDDLE_LINUX_REAPER)

// The supervisor of a long command must not cost a copy of the server, of which it is a fork: every page that the server
// changes would exist twice. So it gives back the server's memory after a while. From then on only `syscall` may be called: other library functions may read variables that are gone, and the first call of a
// function may enter the dynamic linker, which keeps its tables in the same memory.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int heddle_prepare_reaper(void) {
    sigset_t child_ended;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    return signalfd(-1, &child_ended, SFD_NONBLOCK | SFD_CLOEXEC);
}

// MARK: - Giving memory back

#if !defined(HEDDLE_SANITIZED)

static const char *skip_field(const char *text) {
    while (*text != ' ' && *text != '\0') {
        text++;
    }
    while (*text == ' ') {
        text++;
    }
    return text;
}

static const char *read_address(const char *text, uintptr_t *address) {
    *address = 0;
    for (;; text++) {
        if (*text >= '0' && *text <= '9') {
            *address = *address << 4 | (uintptr_t)(*text - '0');
        } else if (*text >= 'a' && *text <= 'f') {
            *address = *address << 4 | (uintptr_t)(*text - 'a' + 10);
        } else {
            return text;
        }
    }
}

/// Drops the mapping that a line of /proc/self/maps describes if it is plain private data (heap, other threads'
/// stacks, zero-initialised variables). Files' mappings hold the code and the linkage tables and stay.
static void drop_mapping(const char *line, uintptr_t stack, uintptr_t thread_data) {
    uintptr_t start, end;
    const char *text = read_address(line, &start);
    if (*text != '-') {
        return;
    }
    text = skip_field(read_address(text + 1, &end));
    if (text[0] != 'r' || text[1] != 'w' || text[2] != '-' || text[3] != 'p') {
        return;
    }
    text = skip_field(skip_field(skip_field(text)));
    if (text[0] != '0' || (text[1] != ' ' && text[1] != '\0')) {
        return;
    }
    text = skip_field(text);
    bool is_data = text[0] == '\0' || (text[0] == '[' && (text[1] == 'h' || text[1] == 'a'));  // [heap], [anon:…]
    bool is_own = (start <= stack && stack < end) || (start <= thread_data && thread_data < end);
    if (is_data && !is_own) {
        syscall(SYS_madvise, start, end - start, MADV_DONTNEED);
    }
}

static void give_back_memory(void) {
    uintptr_t stack = (uintptr_t)__builtin_frame_address(0);
    uintptr_t thread_data = (uintptr_t)&errno;
    long maps = syscall(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0) {
        return;
    }
    char buffer[4096];
    char line[128];  // Longer than all fields before a path; of the path its first characters are enough.
    size_t length = 0;
    long count;
    while ((count = syscall(SYS_read, maps, buffer, sizeof buffer)) > 0) {
        for (long i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                line[length] = '\0';
                drop_mapping(line, stack, thread_data);
                length = 0;
            } else if (length < sizeof line - 1) {
                line[length++] = buffer[i];
            }
        }
    }
    syscall(SYS_close, maps);
}

#endif

// MARK: - Killing

static void kill_child(pid_t child, pid_t own_group) {
    // The group first and at once: a group that forks cannot outrun a kill that reaches all its members together.
    // Its members are all descendants, since they share a session that the supervisor or a descendant has made.
    long group = syscall(SYS_getpgid, child);
    if (group > 1 && group != own_group) {
        syscall(SYS_kill, -group, SIGKILL);
    }
    syscall(SYS_kill, child, SIGKILL);
}

/// Kills every child. Their children become the supervisor's when they are dead, for the next round.
static void kill_children(pid_t command, pid_t own_group) {
    long list = syscall(SYS_openat, AT_FDCWD, "/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (list < 0) {
        // No /proc: the command's group is what is known.
        syscall(SYS_kill, -command, SIGKILL);
        return;
    }
    char buffer[4096];
    pid_t child = 0;
    long count;
    while ((count = syscall(SYS_read, list, buffer, sizeof buffer)) > 0) {
        for (long i = 0; i < count; i++) {
            if (buffer[i] >= '0' && buffer[i] <= '9') {
                child = child * 10 + (buffer[i] - '0');
            } else if (child > 0) {
                kill_child(child, own_group);
                child = 0;
            }
        }
    }
    if (child > 0) {
        kill_child(child, own_group);
    }
    syscall(SYS_close, list);
}

// MARK: - The loop

static int64_t now_ms(void) {
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Waits until a child ends, the lifeline ends (if it is watched) or the time is over. Whether the lifeline ended.
static bool wait_for_events(int events, bool watches_lifeline, int64_t timeout_ms) {
    struct pollfd polled[2];
    polled[0].fd = watches_lifeline ? SUPERVISOR_LIFELINE : -1;
    polled[0].events = POLLIN;
    polled[0].revents = 0;
    polled[1].fd = events;
    polled[1].events = POLLIN;
    polled[1].revents = 0;
    struct timespec timeout;
    if (timeout_ms >= 0) {
        timeout.tv_sec = timeout_ms / 1000;
        timeout.tv_nsec = timeout_ms % 1000 * 1000000;
    }
    syscall(SYS_ppoll, polled, 2, timeout_ms >= 0 ? &timeout : NULL, NULL, 0);
    if (polled[1].revents != 0) {
        struct signalfd_siginfo ended;
        while (syscall(SYS_read, events, &ended, sizeof ended) > 0) {
        }
    }
    return polled[0].revents != 0;
}

static void report(heddle_status_kind kind, int32_t value) {
    int32_t record[3];
    record[0] = kind;
    record[1] = value;
    record[2] = 0;
    syscall(SYS_write, SUPERVISOR_STATUS, record, sizeof record);
}

/// Collects all children that have ended, and exits when there are no others. Whether the command is among them.
static bool collect_ended(pid_t command) {
    bool has_ended = false;
    for (;;) {
        int status;
        long child = syscall(SYS_wait4, -1, &status, WNOHANG, NULL);
        if (child == command) {
            report(HEDDLE_COMMAND_ENDED, status);
            has_ended = true;
        } else if (child < 0 && errno == ECHILD) {
            report(HEDDLE_COMMAND_GONE, 0);
            syscall(SYS_exit_group, 0);
        } else if (child <= 0) {
            return has_ended;
        }
    }
}

void heddle_reap(pid_t command, int events) {
    const pid_t own_group = (pid_t)syscall(SYS_getpid);
    enum { FRESH, WATCHING, LINGERING, KILLING } phase = FRESH;
    int64_t deadline = now_ms() + MEMORY_KEPT_MS;  // When the phase is over at the latest; -1 is never.

    for (;;) {
        if (collect_ended(command) && phase < LINGERING) {
            phase = LINGERING;
            deadline = now_ms() + LEFTOVER_GRACE_MS;
        }
        if (phase == KILLING) {
            kill_children(command, own_group);
        }

        int64_t left = deadline < 0 ? -1 : deadline - now_ms();
        if (phase == KILLING && left > KILL_ROUND_MS) {
            left = KILL_ROUND_MS;
        }
        bool is_cut = wait_for_events(events, phase != KILLING, deadline >= 0 && left < 0 ? 0 : left);
        bool is_over = deadline >= 0 && now_ms() >= deadline;
        if (phase == KILLING) {
            if (is_over) {
                syscall(SYS_exit_group, 1);
            }
        } else if (is_cut || (phase == LINGERING && is_over)) {
            phase = KILLING;
            deadline = now_ms() + KILL_LIMIT_MS;
        } else if (phase == FRESH && is_over) {
#if !defined(HEDDLE_SANITIZED)
            give_back_memory();
#endif
            phase = WATCHING;
            deadline = -1;
        }
    }
}

#endif
