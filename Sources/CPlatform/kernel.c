#include "CPlatform.h"

#include <errno.h>

#if defined(__linux__)

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same on every architecture; older headers do not name it.
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#endif

// LANDLOCK_CREATE_RULESET_VERSION: ask for the version instead of making anything.
static const unsigned int askVersion = 1;

int heddle_landlock_version(void) {
    long version = syscall(__NR_landlock_create_ruleset, (void *)0, 0ul, askVersion);
    return version < 0 ? -errno : (int)version;
}

void heddle_close_memory(void) { prctl(PR_SET_DUMPABLE, 0); }

#else

int heddle_landlock_version(void) { return -ENOSYS; }

void heddle_close_memory(void) {}

#endif
