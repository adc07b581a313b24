// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * A thread that existed before the first event. Strings are Latin-1, one {@code char} per byte ({@link TextPool}).
 *
 * @param thread which thread it is
 * @param session its session and terminal
 * @param command what it runs, in its own words
 * @param executable the file that it runs
 * @param place where it is
 * @param credentials as whom it runs
 * @param resources what it uses
 */
@API(status = API.Status.INTERNAL)
public record ProcessEntry(
        ThreadIds thread,
        Session session,
        Command command,
        Executable executable,
        Place place,
        Credentials credentials,
        Resources resources)
        implements StateEntry {
    /**
     * Which thread it is.
     *
     * @param tid the thread
     * @param pid its process, the thread group
     * @param ptid the thread that created the process
     * @param vtid its id in its own pid namespace
     * @param vpid its process's id there
     * @param flags Falco's {@code clone_flags}
     */
    public record ThreadIds(long tid, long pid, long ptid, long vtid, long vpid, int flags) {}

    /**
     * A session and its terminal.
     *
     * @param sid the session, in the thread's own pid namespace
     * @param pgid the process group, in the initial pid namespace
     * @param vpgid the process group, in the thread's own pid namespace
     * @param tty the number of the terminal; 0 if it has none
     */
    public record Session(long sid, long pgid, long vpgid, int tty) {}

    /**
     * What a thread runs, in its own words.
     *
     * @param comm its name
     * @param exe {@code argv[0]}
     * @param args its arguments from {@code argv[1]} on, each followed by a NUL
     * @param env its environment, each entry followed by a NUL
     */
    public record Command(String comm, String exe, String args, String env) {}

    /**
     * The file that a thread runs.
     *
     * @param path its path
     * @param writable whether the thread's user may write to it
     * @param upperLayer whether it is in the upper layer of an overlay file system
     * @param lowerLayer whether it is in the lower layer of one
     * @param fromMemfd whether it is a memory file
     * @param inode its inode
     */
    public record Executable(
            String path, boolean writable, boolean upperLayer, boolean lowerLayer, boolean fromMemfd, Inode inode) {}

    /**
     * An inode.
     *
     * @param number its number
     * @param changeTime when it changed, in nanoseconds since the epoch
     * @param modificationTime when its file was written to, in nanoseconds since the epoch
     */
    public record Inode(long number, long changeTime, long modificationTime) {}

    /**
     * Where a thread is.
     *
     * @param cwd its working directory
     * @param root its root directory
     * @param cgroups entries {@code subsystem=path}, each followed by a NUL
     * @param pidnsInitStart when the first process of its pid namespace was started, in nanoseconds since the epoch
     */
    public record Place(String cwd, String root, String cgroups, long pidnsInitStart) {}

    /**
     * As whom a thread runs.
     *
     * @param uid its user
     * @param gid its group
     * @param loginUid the user that logged in; -1 if none
     * @param inheritable capabilities, one bit each
     * @param permitted capabilities, one bit each
     * @param effective capabilities, one bit each
     */
    public record Credentials(int uid, int gid, int loginUid, long inheritable, long permitted, long effective) {}

    /**
     * What a thread uses.
     *
     * @param fdLimit its limit of open descriptors
     * @param vmSize its memory in KiB
     * @param vmRss its resident memory in KiB
     * @param vmSwap its swapped memory in KiB
     * @param majorFaults page faults that read from a disk
     * @param minorFaults page faults that did not
     */
    public record Resources(long fdLimit, int vmSize, int vmRss, int vmSwap, long majorFaults, long minorFaults) {}

    /** The thread. */
    public long tid() {
        return thread.tid();
    }

    /** Its process, the thread group. */
    public long pid() {
        return thread.pid();
    }

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
                    new ThreadIds(tid, pid, ptid, vtid, vpid, flags),
                    new Session(sid, pgid, vpgid, tty),
                    new Command(comm, exe, args, env),
                    new Executable(
                            exepath,
                            exeWritable,
                            exeUpperLayer,
                            exeLowerLayer,
                            exeFromMemfd,
                            new Inode(exeInode, exeChangeTime, exeModificationTime)),
                    new Place(cwd, root, cgroups, pidnsInitStart),
                    new Credentials(uid, gid, loginUid, capInheritable, capPermitted, capEffective),
                    new Resources(fdLimit, vmSize, vmRss, vmSwap, majorFaults, minorFaults));
        }
    }
}
