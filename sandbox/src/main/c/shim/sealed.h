// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SEALED_H
#define KGUARD_SEALED_H

/*
 * runc enters a container only as a program that nothing in the container can change. If it is not such a program, it
 * copies itself into memory, seals the copy and starts it, for each process again. That takes a third of the time of a
 * start, and the kernel refuses the seal while it is busy with the copy. So all containers share one sealed copy.
 */

/* Holds a sealed copy of the program argv[2] until standard input ends. */
int sealed_main(char *argv[]);

/*
 * Opens the copy that is named by -sealed FILE, outside of the jail. Without it, programs are executed by their path.
 */
void sealed_open(int argc, char *argv[]);

/* Makes the path of -sealed-as PATH lead to the copy, for processes that inherit it. */
void sealed_attach(int argc, char *argv[]);

/*
 * The path by which to execute this program, after which the kernel names the process. For a process that does nothing
 * else: it takes the place of one of its descriptors.
 */
const char *sealed_path(const char *program);

#endif
