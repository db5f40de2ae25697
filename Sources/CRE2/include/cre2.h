#ifndef RUNG_CRE2_H
#define RUNG_CRE2_H
#ifdef __cplusplus
extern "C" {
#endif
int cre2_placeholder(void);
#ifdef __cplusplus
}
#endif
#endif
