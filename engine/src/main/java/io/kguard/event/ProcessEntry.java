// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * A thread that existed before the first event. Strings are Latin-1, one {@code char} per byte ({@link TextPool}).
 *
 * @param tid the thread
 * @param pid its process, the thread group
 * @param ptid the thread that created the process
 * @param sid its session, in its own pid namespace
 * @param vpgid its process group, in its own pid namespace
 * @param pgid its process group, in the initial pid namespace
 * @param comm its name
 * @param exe {@code argv[0]}
 * @param exepath the path of its executable
 * @param args its arguments from {@code argv[1]} on, each followed by a NUL
 * @param cwd its working directory
 * @param fdLimit its limit of open descriptors
 * @param flags Falco's {@code clone_flags}
 * @param uid its user
 * @param gid its group
 * @param vmSize its memory in KiB
 * @param vmRss its resident memory in KiB
 * @param vmSwap its swapped memory in KiB
 * @param majorFaults page faults that read from a disk
 * @param minorFaults page faults that did not
 * @param env its environment, each entry followed by a NUL
 * @param vtid its id in its own pid namespace
 * @param vpid its process's id there
 * @param cgroups entries {@code subsystem=path}, each followed by a NUL
 * @param root its root directory
 * @param pidnsInitStart when the first process of its pid namespace was started, in nanoseconds since the epoch
 * @param tty the number of its terminal; 0 if it has none
 * @param loginUid the user that logged in; -1 if none
 * @param exeWritable whether its user may write to the executable
 * @param capInheritable capabilities, one bit each
 * @param capPermitted capabilities, one bit each
 * @param capEffective capabilities, one bit each
 * @param exeUpperLayer whether the executable is in the upper layer of an overlay file system
 * @param exeInode the inode of the executable
 * @param exeChangeTime when that inode changed, in nanoseconds since the epoch
 * @param exeModificationTime when the executable was written to, in nanoseconds since the epoch
 * @param exeFromMemfd whether the executable is a memory file
 * @param exeLowerLayer whether the executable is in the lower layer of an overlay file system
 */
@API(status = API.Status.EXPERIMENTAL)
public record ProcessEntry(
        long tid,
        long pid,
        long ptid,
        long sid,
        long vpgid,
        long pgid,
        String comm,
        String exe,
        String exepath,
        String args,
        String cwd,
        long fdLimit,
        int flags,
        int uid,
        int gid,
        int vmSize,
        int vmRss,
        int vmSwap,
        long majorFaults,
        long minorFaults,
        String env,
        long vtid,
        long vpid,
        String cgroups,
        String root,
        long pidnsInitStart,
        int tty,
        int loginUid,
        boolean exeWritable,
        long capInheritable,
        long capPermitted,
        long capEffective,
        boolean exeUpperLayer,
        long exeInode,
        long exeChangeTime,
        long exeModificationTime,
        boolean exeFromMemfd,
        boolean exeLowerLayer)
        implements StateEntry {

    /**
     * Starts an entry of a thread. A component that is not set gets the value that an older capture without it implies.
     */
    public static Builder builder(long tid, long pid) {
        return new Builder(tid, pid);
    }

    /** Sets the components of an entry by their names. */
    public static final class Builder {
        private final long tid;
        private final long pid;
        private long ptid = -1;
        private long sid = -1;
        private long vpgid = -1;
        private long pgid = -1;
        private String comm = "";
        private String exe = "";
        private String exepath = "";
        private String args = "";
        private String cwd = "";
        private long fdLimit = -1;
        private int flags;
        private int uid = -1;
        private int gid = -1;
        private int vmSize;
        private int vmRss;
        private int vmSwap;
        private long majorFaults;
        private long minorFaults;
        private String env = "";
        private long vtid = -1;
        private long vpid = -1;
        private String cgroups = "";
        private String root = "";
        private long pidnsInitStart;
        private int tty;
        private int loginUid = -1;
        private boolean exeWritable;
        private long capInheritable;
        private long capPermitted;
        private long capEffective;
        private boolean exeUpperLayer;
        private long exeInode;
        private long exeChangeTime;
        private long exeModificationTime;
        private boolean exeFromMemfd;
        private boolean exeLowerLayer;

        private Builder(long tid, long pid) {
            this.tid = tid;
            this.pid = pid;
        }

        public Builder ptid(long value) {
            this.ptid = value;
            return this;
        }

        public Builder sid(long value) {
            this.sid = value;
            return this;
        }

        public Builder vpgid(long value) {
            this.vpgid = value;
            return this;
        }

        public Builder pgid(long value) {
            this.pgid = value;
            return this;
        }

        public Builder comm(String value) {
            this.comm = value;
            return this;
        }

        public Builder exe(String value) {
            this.exe = value;
            return this;
        }

        public Builder exepath(String value) {
            this.exepath = value;
            return this;
        }

        public Builder args(String value) {
            this.args = value;
            return this;
        }

        public Builder cwd(String value) {
            this.cwd = value;
            return this;
        }

        public Builder fdLimit(long value) {
            this.fdLimit = value;
            return this;
        }

        public Builder flags(int value) {
            this.flags = value;
            return this;
        }

        public Builder uid(int value) {
            this.uid = value;
            return this;
        }

        public Builder gid(int value) {
            this.gid = value;
            return this;
        }

        public Builder vmSize(int value) {
            this.vmSize = value;
            return this;
        }

        public Builder vmRss(int value) {
            this.vmRss = value;
            return this;
        }

        public Builder vmSwap(int value) {
            this.vmSwap = value;
            return this;
        }

        public Builder majorFaults(long value) {
            this.majorFaults = value;
            return this;
        }

        public Builder minorFaults(long value) {
            this.minorFaults = value;
            return this;
        }

        public Builder env(String value) {
            this.env = value;
            return this;
        }

        public Builder vtid(long value) {
            this.vtid = value;
            return this;
        }

        public Builder vpid(long value) {
            this.vpid = value;
            return this;
        }

        public Builder cgroups(String value) {
            this.cgroups = value;
            return this;
        }

        public Builder root(String value) {
            this.root = value;
            return this;
        }

        public Builder pidnsInitStart(long value) {
            this.pidnsInitStart = value;
            return this;
        }

        public Builder tty(int value) {
            this.tty = value;
            return this;
        }

        public Builder loginUid(int value) {
            this.loginUid = value;
            return this;
        }

        public Builder exeWritable(boolean value) {
            this.exeWritable = value;
            return this;
        }

        public Builder capInheritable(long value) {
            this.capInheritable = value;
            return this;
        }

        public Builder capPermitted(long value) {
            this.capPermitted = value;
            return this;
        }

        public Builder capEffective(long value) {
            this.capEffective = value;
            return this;
        }

        public Builder exeUpperLayer(boolean value) {
            this.exeUpperLayer = value;
            return this;
        }

        public Builder exeInode(long value) {
            this.exeInode = value;
            return this;
        }

        public Builder exeChangeTime(long value) {
            this.exeChangeTime = value;
            return this;
        }

        public Builder exeModificationTime(long value) {
            this.exeModificationTime = value;
            return this;
        }

        public Builder exeFromMemfd(boolean value) {
            this.exeFromMemfd = value;
            return this;
        }

        public Builder exeLowerLayer(boolean value) {
            this.exeLowerLayer = value;
            return this;
        }

        /** The entry. */
        public ProcessEntry build() {
            return new ProcessEntry(
                    tid,
                    pid,
                    ptid,
                    sid,
                    vpgid,
                    pgid,
                    comm,
                    exe,
                    exepath,
                    args,
                    cwd,
                    fdLimit,
                    flags,
                    uid,
                    gid,
                    vmSize,
                    vmRss,
                    vmSwap,
                    majorFaults,
                    minorFaults,
                    env,
                    vtid,
                    vpid,
                    cgroups,
                    root,
                    pidnsInitStart,
                    tty,
                    loginUid,
                    exeWritable,
                    capInheritable,
                    capPermitted,
                    capEffective,
                    exeUpperLayer,
                    exeInode,
                    exeChangeTime,
                    exeModificationTime,
                    exeFromMemfd,
                    exeLowerLayer);
        }
    }
}
