#ifndef RUNG_ENVIRONMENT_H
#define RUNG_ENVIRONMENT_H

/// The process's environment as `name=value` entries, ended by NULL; never NULL itself.
char **rung_environment(void);

#endif
