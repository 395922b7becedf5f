#pragma once

// The C that Swift cannot say: starting a command under a supervisor, with work between fork and exec; and zlib, which
// is a system library without a module.

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What to start. All strings are borrowed until `heddle_spawn` returns.
typedef struct {
    /// Program and arguments, NULL-terminated; a program name without a slash is looked up in `search_path`.
    const char *_Nullable const *_Nonnull argv;
    /// `NAME=value` strings, NULL-terminated; the whole environment of the command.
    const char *_Nullable const *_Nonnull environment;
    /// Directory the command starts in; a relative one counts from the server's.
    const char *_Nonnull working_directory;
    /// Colon-separated directories, as in PATH.
    const char *_Nonnull search_path;
} heddle_spawn_request;

/// A supervisor that was started, and the server's ends of its channels. All descriptors are close-on-exec and the
/// caller's to close; the supervisor is the caller's to wait for.
typedef struct {
    /// The supervisor's process id. It is a direct child of the caller; the command is a child of the supervisor.
    pid_t supervisor;
    /// A socket whose end, by `shutdown(2)`, by close or by the caller's death, makes the supervisor kill everything.
    int lifeline;
    /// A pipe of `heddle_status_record`s: FORKED, STARTED, ENDED, GONE, or FAILED after any. It ends with the supervisor; if GONE is
    /// missing then, the supervisor was killed, or has given up on processes that it could not kill.
    int status;
    /// A non-blocking pipe with the command's stdout and stderr, merged.
    int output;
} heddle_spawned;

/// What a status record says.
typedef enum : int32_t {
    /// The command has a process, which is about to execute the program: `value` is its id, and its process group's.
    /// Told before the program can do anything, such as kill its supervisor.
    HEDDLE_COMMAND_FORKED = 1,
    /// The program runs.
    HEDDLE_COMMAND_STARTED = 2,
    /// The program could not be started: `value` is a `heddle_spawn_stage`, `detail` an errno. Nothing else follows.
    HEDDLE_COMMAND_FAILED = 3,
    /// The program ended: `value` is the status as `waitpid(2)` gives it. Processes it left behind may still run.
    HEDDLE_COMMAND_ENDED = 4,
    /// Nothing that the command started is alive any more. The supervisor is about to exit; nothing else follows.
    HEDDLE_COMMAND_GONE = 5,
} heddle_status_kind;

/// What the supervisor was doing when it failed to start the program.
typedef enum : int32_t {
    HEDDLE_STAGE_PREPARE = 1,
    HEDDLE_STAGE_FORK = 2,
    HEDDLE_STAGE_CHANGE_DIRECTORY = 3,
    HEDDLE_STAGE_EXECUTE = 4,
} heddle_spawn_stage;

/// One message of the status pipe.
typedef struct {
    int32_t kind;
    int32_t value;
    int32_t detail;
} heddle_status_record;

/// Starts a command under a supervisor process of its own and returns at once; the status pipe tells what became of it.
///
/// The supervisor is a fork of the caller that never executes a program. It adopts every orphan among the command's
/// descendants, so that none of them can leave it by `setsid` or a double fork, and kills them all when the lifeline
/// ends, or a short grace after the command itself has ended. The command gets `/dev/null` as stdin, one pipe as
/// stdout and stderr, a process group of its own, no terminal, no other descriptor, and default signal handling.
///
/// Returns 0, or the errno of what failed in the caller; `spawned` is written on success only.
int heddle_spawn(const heddle_spawn_request *_Nonnull request, heddle_spawned *_Nonnull spawned);

/// Splits a status of `waitpid(2)`: returns the signal that ended the process, or 0 and its exit code in `code`.
int heddle_exit_signal(int32_t status, int32_t *_Nonnull code);

// MARK: Gzip, one member at a time

/// How many bytes the member of so many bytes takes at most.
size_t heddle_gzip_bound(size_t length);

/// Writes bytes as one gzip member (RFC 1952). Returns the member's length; 0 when it does not fit or memory is short.
size_t heddle_gzip(const void *_Nonnull plain, size_t length, void *_Nonnull packed, size_t capacity);

/// Reads the gzip member that begins at `packed`. Returns how many bytes it holds, or -1 when it is damaged, cut off or
/// larger than `capacity`. `taken` gets the member's own length.
ssize_t heddle_gunzip(
    const void *_Nonnull packed, size_t length, void *_Nonnull plain, size_t capacity, size_t *_Nonnull taken);

/// Reads of a damaged gzip member what stands before its first fault, as far as zlib notices that. Returns how many bytes
/// these are.
size_t heddle_gunzip_start(const void *_Nonnull packed, size_t length, void *_Nonnull plain, size_t capacity);

// MARK: Sandbox mechanisms

/// Which version of the kernel's Landlock interface is there; a negative errno when there is none.
int heddle_landlock_version(void);

/// Closes the caller's memory, and what the kernel shows of it, to other processes of the same user (not to root), on Linux.
/// The kernel then writes no core dump of it either, which would hold the keys. Programs that it starts are as ever.
void heddle_close_memory(void);

#ifdef __cplusplus
}
#endif
