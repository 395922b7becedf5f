#pragma once

// The parts of the supervisor, shared between its source files. See `heddle_spawn` for what it is.
//
// Everything here runs in a fork of a process with many threads: locks may be held by threads that do not exist here,
// so nothing may allocate, take a lock or call into Swift. Only async-signal-safe functions are used.

#include "CPlatform.h"

#include <stdbool.h>

#if defined(__linux__) && !defined(HEDDLE_PORTABLE_REAPER)
#define HEDDLE_LINUX_REAPER 1
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
/// A sanitizer's runtime comes along into the supervisor: it has to be told of the fork, and needs its tables.
#define HEDDLE_SANITIZED 1
#endif
#endif

enum {
    /// Descriptors that the supervisor gives fixed numbers. Those handed on to the command follow, then the ruleset
    /// and the user namespace; everything above is closed.
    SUPERVISOR_LIFELINE = 3,
    SUPERVISOR_STATUS = 4,
    SUPERVISOR_NULL = 5,
    SUPERVISOR_RULESET = HEDDLE_FIRST_HANDED + HEDDLE_HANDED_LIMIT,
    SUPERVISOR_NAMESPACE = SUPERVISOR_RULESET + 1,

    /// Milliseconds that processes left behind by an ended command have to end by themselves before they are killed:
    /// enough for the last reader of a pipeline to write what it holds, too short to be waited for by a person.
    LEFTOVER_GRACE_MS = 250,

    /// Milliseconds that a command runs before its supervisor gives back the server's memory. Quick commands, which
    /// are most, are spared the time for it.
    MEMORY_KEPT_MS = 500,

    /// Milliseconds between rounds of killing while nothing ends. A process that was just forked can escape one round.
    KILL_ROUND_MS = 20,

    /// Milliseconds after which the supervisor leaves processes alone that it may not kill (another user's) or that
    /// the kernel cannot end (stuck in a dead file system).
    KILL_LIMIT_MS = 10000,
};

/// The supervisor's and the command's ends of the channels.
typedef struct {
    int lifeline;
    int status;
    /// The command's stdin, or -1 for `/dev/null`, and its stdout and stderr.
    int standard[3];
} heddle_inner_ends;

/// Runs the supervisor in a fresh fork with all signals blocked.
_Noreturn void heddle_supervise(const heddle_spawn_request *request, const heddle_inner_ends *ends);

/// Gives the calling process its own view of the file system, where it says one. Returns 0 or an errno. `is_stranger`
/// says whether it is in the user namespace now, with all powers there.
int heddle_enter_view(const heddle_view *view, int user_namespace, bool *is_stranger);

/// Confines the calling process, which is about to execute a program. Returns 0 or an errno.
int heddle_confine(const heddle_confinement *confinement, int ruleset, bool is_stranger);

/// Readies the reaper before the command starts. Returns a descriptor to hand to `heddle_reap`, or -1 with errno.
int heddle_prepare_reaper(void);

/// Waits for the command and everything it started, kills when it is time to, and exits.
_Noreturn void heddle_reap(pid_t command, int events);
