#define _GNU_SOURCE

#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#endif

/// What the child says on its way to the program if it does not get there.
typedef struct {
    int32_t stage;
    int32_t code;
} launch_failure;

static void report_status(int status, heddle_status_kind kind, int32_t value, int32_t detail) {
    heddle_status_record record = {kind, value, detail};
    // If the server is gone nobody needs the report; SIGPIPE is blocked.
    (void)!write(status, &record, sizeof record);
}

static _Noreturn void report_failure(int status, heddle_spawn_stage stage, int32_t code) {
    report_status(status, HEDDLE_COMMAND_FAILED, stage, code);
    _exit(1);
}

// MARK: - Descriptors

static void close_from(int lowest) {
#if defined(__linux__)
    if (syscall(SYS_close_range, (unsigned)lowest, ~0U, 0U) == 0) {
        return;
    }
    // A kernel before 5.9, or a filter that forbids the call.
    struct rlimit limit;
    int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < INT_MAX ? (int)limit.rlim_cur : 65536;
#else
    int end = getdtablesize();
#endif
    for (int fd = lowest; fd < end; fd++) {
        close(fd);
    }
}

/// Arranges the descriptors: the command's first three, then the supervisor's own, those that are handed on, the
/// ruleset, the user namespace, and nothing else of the server's. Returns 0 or an errno; until it succeeds, `status` stays usable.
static int arrange_descriptors(const heddle_spawn_request *request, const heddle_inner_ends *ends) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) {
        return errno;
    }
    const int input = ends->standard[0] >= 0 ? ends->standard[0] : null;
    int sources[SUPERVISOR_NAMESPACE + 1] = {input, ends->standard[1], ends->standard[2], ends->lifeline, ends->status, null};
    for (int i = 0; i < HEDDLE_HANDED_LIMIT; i++) {
        sources[HEDDLE_FIRST_HANDED + i] = i < request->handed_count ? request->handed[i] : -1;
    }
    sources[SUPERVISOR_RULESET] = request->confinement.ruleset;
    sources[SUPERVISOR_NAMESPACE] = request->confinement.view.user_namespace;

    // Copies above every number that is assigned below: no assignment overwrites a source.
    for (int i = 0; i <= SUPERVISOR_NAMESPACE; i++) {
        if (sources[i] >= 0 && (sources[i] = fcntl(sources[i], F_DUPFD_CLOEXEC, SUPERVISOR_NAMESPACE + 1)) < 0) {
            return errno;
        }
    }
    for (int i = 0; i <= SUPERVISOR_NAMESPACE; i++) {
        if (sources[i] < 0) {
            close(i);
        } else if (dup2(sources[i], i) < 0) {
            return errno;
        }
    }
    const int own[] = {
        SUPERVISOR_LIFELINE, SUPERVISOR_STATUS, SUPERVISOR_NULL, SUPERVISOR_RULESET, SUPERVISOR_NAMESPACE,
    };
    for (int i = 0; i < 5; i++) {
        fcntl(own[i], F_SETFD, FD_CLOEXEC);
    }
    close_from(SUPERVISOR_NAMESPACE + 1);
    return 0;
}

/// Lets go of what only the command needs. Holding its output open would hide the output's end.
static void release_descriptors(const heddle_spawn_request *request) {
    for (int i = 0; i < 3; i++) {
        dup2(SUPERVISOR_NULL, i);
    }
    for (int i = 0; i < request->handed_count; i++) {
        close(HEDDLE_FIRST_HANDED + i);
    }
    if (request->confinement.ruleset >= 0) {
        close(SUPERVISOR_RULESET);
    }
    if (request->confinement.view.user_namespace >= 0) {
        close(SUPERVISOR_NAMESPACE);
    }
}

// MARK: - The command

/// Executes the program, looking for it along the search path. Returns the errno that says most about the failure.
static int execute(const heddle_spawn_request *request) {
    char *const *argv = (char *const *)request->argv;
    char *const *environment = (char *const *)request->environment;
    const char *program = argv[0];
    if (strchr(program, '/') != NULL) {
        execve(program, argv, environment);
        return errno;
    }

    char path[PATH_MAX];
    size_t program_length = strlen(program);
    int failure = ENOENT;
    for (const char *directory = request->search_path; directory != NULL;) {
        const char *colon = strchr(directory, ':');
        size_t length = colon != NULL ? (size_t)(colon - directory) : strlen(directory);
        // As in every shell, an empty entry means the current directory.
        if (length + 1 + program_length + 1 <= sizeof path) {
            memcpy(path, directory, length);
            size_t end = length;
            if (length > 0) {
                path[end++] = '/';
            }
            memcpy(path + end, program, program_length + 1);
            execve(path, argv, environment);
            if (errno == EACCES) {
                failure = EACCES;
            } else if (errno != ENOENT && errno != ENOTDIR) {
                return errno;
            }
        }
        directory = colon != NULL ? colon + 1 : NULL;
    }
    return failure;
}

static _Noreturn void become_command(const heddle_spawn_request *request, int failures) {
    launch_failure failure = {HEDDLE_STAGE_PREPARE, 0};
    if (request->terminal_rows > 0) {
        // Only who leads a session can have a terminal control it.
        setsid();
        ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    } else {
        setpgid(0, 0);
    }
    report_status(SUPERVISOR_STATUS, HEDDLE_COMMAND_FORKED, getpid(), 0);
#if defined(__linux__)
    // Second line of defence, for a supervisor that is itself killed.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    const heddle_confinement *confinement = &request->confinement;
    bool is_stranger = false;
    if ((failure.code = heddle_enter_view(&confinement->view, SUPERVISOR_NAMESPACE, &is_stranger)) != 0) {
        failure.stage = HEDDLE_STAGE_CONFINE;
    } else if (chdir(request->working_directory) < 0) {
        // Not before: a directory that was entered in another view would be worked in as it is seen there.
        failure.stage = HEDDLE_STAGE_CHANGE_DIRECTORY;
        failure.code = errno;
    } else if ((failure.code = heddle_confine(confinement, SUPERVISOR_RULESET, is_stranger)) != 0) {
        failure.stage = HEDDLE_STAGE_CONFINE;
    } else {
        failure.stage = HEDDLE_STAGE_EXECUTE;
        failure.code = execute(request);
    }
    (void)!write(failures, &failure, sizeof failure);
    _exit(127);
}

/// Starts the child process. In a function of its own because a `vfork` child works on its parent's stack frame.
static __attribute__((noinline)) pid_t launch(const heddle_spawn_request *request, int failures) {
#if defined(__linux__)
    // The supervisor has nothing to do until the program runs, so lending it the memory saves copying page tables.
    pid_t child = vfork();
#else
    pid_t child = fork();
#endif
    if (child == 0) {
        become_command(request, failures);
    }
    return child;
}

// MARK: - The supervisor

/// Ignored signals would stay ignored in the command (SIGPIPE in the server's case), and an ignored SIGCHLD would
/// make children vanish unseen.
static void reset_signal_handling(void) {
    for (int number = 1; number < NSIG; number++) {
#if defined(__linux__)
        // The library's own function refuses two signals that it uses itself. All zero is the kernel's default action.
        const unsigned long action[8] = {0};
        syscall(SYS_rt_sigaction, number, action, NULL, 8);
#else
        signal(number, SIG_DFL);
#endif
    }
}

void heddle_supervise(const heddle_spawn_request *request, const heddle_inner_ends *ends) {
    // A session of its own: no terminal, no signals meant for the server's group, and no foreign process can join it.
    setsid();
    reset_signal_handling();
#if defined(__linux__)
    prctl(PR_SET_NAME, "heddle-watch");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    // The server's arguments and environment, which hold keys, are not for the command to read in /proc. What is
    // executed becomes readable again.
    prctl(PR_SET_DUMPABLE, 0);
#endif

    int failure = arrange_descriptors(request, ends);
    if (failure != 0) {
        report_failure(ends->status, HEDDLE_STAGE_PREPARE, failure);
    }
    int failures[2];
    if (pipe(failures) < 0) {
        report_failure(SUPERVISOR_STATUS, HEDDLE_STAGE_PREPARE, errno);
    }
    fcntl(failures[0], F_SETFD, FD_CLOEXEC);
    fcntl(failures[1], F_SETFD, FD_CLOEXEC);
    int events = heddle_prepare_reaper();
    if (events < 0) {
        report_failure(SUPERVISOR_STATUS, HEDDLE_STAGE_PREPARE, errno);
    }

    pid_t command = launch(request, failures[1]);
    if (command < 0) {
        report_failure(SUPERVISOR_STATUS, HEDDLE_STAGE_FORK, errno);
    }
    close(failures[1]);
    launch_failure said;
    ssize_t length;
    do {
        length = read(failures[0], &said, sizeof said);
    } while (length < 0 && errno == EINTR);
    close(failures[0]);
    if (length == sizeof said) {
        waitpid(command, NULL, 0);
        report_failure(SUPERVISOR_STATUS, said.stage, said.code);
    }

    report_status(SUPERVISOR_STATUS, HEDDLE_COMMAND_STARTED, 0, 0);
    release_descriptors(request);
    // Holding the directory would keep it from being unmounted.
    (void)!chdir("/");
    heddle_reap(command, events);
}
