#ifndef RUNG_CPLATFORM_H
#define RUNG_CPLATFORM_H
#endif
