// SPDX-License-Identifier: Apache-2.0
/* The processes of a decoy node, as pods with the host's pid namespace see them. The first is the node's init, which
 * reaps orphans. It starts the others, which are this program under their names. None of them does anything. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static char *const commands[][4] = {
    {"/usr/bin/containerd"},
    {"/usr/bin/kubelet", "--config=/var/lib/kubelet/config.yaml", "--kubeconfig=/etc/kubernetes/kubelet.conf"},
    {"/usr/sbin/sshd", "-D"},
};

int main(void) {
    signal(SIGCHLD, SIG_IGN);
    for (size_t i = 0; getpid() == 1 && i < sizeof commands / sizeof *commands; i++) {
        if (fork())
            continue;
        setsid();
        execv(commands[i][0], commands[i]);
        _exit(127);
    }
    for (;;)
        pause();
}
