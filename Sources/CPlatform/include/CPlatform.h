#pragma once

// The C that Swift cannot say: starting a command under a supervisor, with work between fork and exec; the system calls
// that confine it; and zlib, which is a system library without a module.

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Descriptors that a request may hand on to the command besides the standard ones, at most.
#define HEDDLE_HANDED_LIMIT 2

/// The number that the first of them has in the command; the others follow it.
#define HEDDLE_FIRST_HANDED 6

/// How a command sees one place in its own view of the file system.
typedef enum : int32_t {
    HEDDLE_PLACE_WRITABLE = 1,
    HEDDLE_PLACE_READ_ONLY = 2,
    /// Covered by something that can't be opened: a device for what is no directory, an empty directory otherwise.
    HEDDLE_PLACE_HIDDEN_FILE = 3,
    HEDDLE_PLACE_HIDDEN_DIRECTORY = 4,
} heddle_place_kind;

/// One place of a view. The path is absolute and has no symbolic link in it: one that has come there since is refused.
typedef struct {
    const char *_Nonnull path;
    int32_t kind;
} heddle_place;

/// What of a view is more than its places.
typedef enum : int32_t {
    /// The command has a view of its own; without this nothing of the view counts.
    HEDDLE_VIEW_OWN = 1,
    /// Everything but the places is read-only, and so are System V memory and message queues those of nobody else.
    HEDDLE_VIEW_READ_ONLY = 2,
    /// A superuser who may mount does it as what he is. Others need the user namespace.
    HEDDLE_VIEW_KEEPS_SUPERUSER = 4,
} heddle_view_flags;

/// A command's own view of the file system: a mount namespace in which its places stand as they say.
typedef struct {
    int32_t flags;
    /// A user namespace as `heddle_make_user_namespace` makes it, in which the caller may mount; or -1. Borrowed.
    int user_namespace;
    /// From the root down, borrowed.
    const heddle_place *_Nullable places;
    size_t place_count;
} heddle_view;

/// What confines a command from before it executes its program, for good. All zero but `ruleset` -1: nothing.
typedef struct {
    /// What it sees.
    heddle_view view;
    /// A Landlock ruleset to enter, or -1.
    int ruleset;
    /// A system call filter as `heddle_filter_build` makes it, and its length in bytes; borrowed. NULL: none.
    const void *_Nullable filter;
    size_t filter_length;
    /// Bit N set: capability N is dropped, for good.
    uint64_t dropped_capabilities;
    /// Whether set-user-id programs and the like give the command no privileges. Both of the above need it.
    int32_t no_new_privileges;
} heddle_confinement;

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
    /// Whether the command reads from a pipe; it reads from `/dev/null` otherwise.
    int32_t opens_input;
    /// Whether stderr has a pipe of its own instead of stdout's.
    int32_t separates_errors;
    /// The size of the terminal that is to be stdin, stdout and stderr; no rows: there is no terminal.
    uint16_t terminal_rows;
    uint16_t terminal_columns;
    /// Descriptors to hand on from `HEDDLE_FIRST_HANDED` up; borrowed.
    int handed[HEDDLE_HANDED_LIMIT];
    int32_t handed_count;
    /// What confines the command.
    heddle_confinement confinement;
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
    /// A non-blocking pipe with the command's stdout and, unless that is apart, its stderr; or the terminal.
    int output;
    /// A non-blocking pipe with the command's stderr, or -1.
    int errors;
    /// A non-blocking pipe to the command's stdin, or the terminal once more; -1 if it reads nothing.
    int input;
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
    HEDDLE_STAGE_CONFINE = 5,
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
/// ends, or a short grace after the command itself has ended. The command gets what the request says as stdin, stdout
/// and stderr, a process group of its own (a session, if it has a terminal), no other descriptor than those handed on,
/// and default signal handling.
///
/// Returns 0, or the errno of what failed in the caller; `spawned` is written on success only.
int heddle_spawn(const heddle_spawn_request *_Nonnull request, heddle_spawned *_Nonnull spawned);

/// Tells a terminal its new size; the programs on it get SIGWINCH. Returns 0 or an errno.
int heddle_resize_terminal(int terminal, uint16_t rows, uint16_t columns);

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

// MARK: Landlock

/// Which version of the kernel's Landlock interface is there; a negative errno when there is none.
int heddle_landlock_version(void);

/// Makes an empty ruleset for the given file rights and scopes (bits as the kernel numbers them). Returns its
/// descriptor, close-on-exec, or a negative errno.
int heddle_landlock_create(int32_t version, uint64_t file_rights, uint64_t scopes);

/// Grants rights to a file, or to a directory and everything below it, given by a descriptor that may be `O_PATH`.
/// Returns 0 or a negative errno.
int heddle_landlock_allow(int ruleset, int place, uint64_t file_rights);

/// The flag of `open(2)` for a descriptor that only names a file; 0 where there is none.
int heddle_open_path_flag(void);

// MARK: Namespaces

/// Makes a user namespace that belongs to the caller and in which it stays who it is. Returns its descriptor,
/// close-on-exec, or a negative errno. Blocks until a shell has been started and has ended.
///
/// The server's memory is closed to others, and so the system keeps a fork of it from describing its own namespace: a
/// process that has executed another program is what the namespace is made for and described by.
int heddle_make_user_namespace(void);

// MARK: System call filter

/// What a filter forbids beyond what it always does (see `heddle_filter_build`).
typedef enum : int32_t {
    /// Reaching anyone by a socket who has not handed over his end: sockets of other families than Unix, connecting,
    /// and sockets for datagrams, which need no connection.
    HEDDLE_FILTER_NETWORK = 1,
    /// Changing modes, owners, times and extended attributes of files.
    HEDDLE_FILTER_METADATA = 2,
} heddle_filter_flags;

/// Builds the filter for this processor into a buffer and returns its length in bytes; 0 when it does not fit, or when
/// the processor or system is none that it is known for.
///
/// A filter always forbids what reaches into other processes (ptrace and its kin), changes mounts and namespaces,
/// types on a terminal on the user's behalf, and those interfaces of the kernel that programs rarely need and escapes
/// often use: bpf, keys, io_uring, userfaultfd, performance events, modules, file handles. System calls of other
/// architectures are forbidden as a whole.
size_t heddle_filter_build(int32_t flags, void *_Nonnull filter, size_t capacity);

/// A file in memory that holds the given bytes, to be read from the start; close-on-exec. Returns its descriptor or a
/// negative errno.
int heddle_memory_file(const char *_Nonnull name, const void *_Nullable bytes, size_t length);

/// Closes the caller's memory, and what the kernel shows of it, to other processes of the same user (not to root), on Linux.
/// The kernel then writes no core dump of it either, which would hold the keys. Programs that it starts are as ever.
void heddle_close_memory(void);

#ifdef __cplusplus
}
#endif
