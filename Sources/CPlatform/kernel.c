#include "CPlatform.h"

#if defined(__linux__)

#include <sys/prctl.h>

void heddle_close_memory(void) { prctl(PR_SET_DUMPABLE, 0); }

#else

void heddle_close_memory(void) {}

#endif
