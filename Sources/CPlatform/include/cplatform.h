#ifndef RUNG_CPLATFORM_H
#define RUNG_CPLATFORM_H

#include "rung_curl.h"
#include "rung_environment.h"
#include "rung_events.h"
#include "rung_files.h"
#include "rung_sockets.h"
#include "rung_spawn.h"
#include "rung_terminal.h"

#endif
