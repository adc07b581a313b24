// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_PROGRESS_H
#define KGUARD_PROGRESS_H

/* A process tells another one through a pipe that it has done its part. Both close their end. */
void progress_tell(int fd);
/* Ends this process with the text if the other ends before it has told. */
void progress_await(int fd, const char *otherwise);

#endif
