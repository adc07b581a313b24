// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs or has just ended. The main thread of its process owns the environment, the working directory and
 * the descriptors; the getters here return those. Ids are those of the initial pid namespace unless they begin with
 * {@code v}. Strings are Latin-1, one {@code char} per byte.
 *
 * <p>Events change it: what it returns is valid until the next event is applied.
 */
public final class ThreadInfo {
    /** The value of {@link #uid}, {@link #gid} and {@link #loginUid} that means none. */
    public static final int NO_ID = -1;

    final ThreadTable table;
    final long tid;
    long pid = -1;
    long ptid = -1;
    long sid = -1;
    long vpgid = -1;
    long pgid = -1;
    long vtid = -1;
    long vpid = -1;
    String comm = "";
    String exe = "";
    String exepath = "";
    String root = "";
    String ownCwd = "";
    String ownEnv = "";
    int flags = ThreadFlags.NAME_CHANGED;
    int uid = NO_ID;
    int gid = NO_ID;
    int loginUid = NO_ID;
    long capInheritable;
    long capPermitted;
    long capEffective;
    boolean exeWritable;
    boolean exeUpperLayer;
    boolean exeLowerLayer;
    boolean exeFromMemfd;
    long exeInode;
    long exeChangeTime;
    long exeModificationTime;
    long exeChangeToCloneDuration;
    long exeChangeToPidnsDuration;
    long cloneTimestamp;
    long pidnsInitStart;
    int tty;
    long ownFdLimit = -1;
    int vmSize;
    int vmRss;
    int vmSwap;
    long majorFaults;
    long minorFaults;
    String containerId = "";
    String podUid = "";
    ProcessCategory category = ProcessCategory.NONE;
    long reaperTid = -1;
    long lastEventFd;
    int lastEventCode = -1;
    long enterTimestamp;
    long latency;

    @Nullable
    ThreadGroup group;

    @Nullable
    ThreadInfo linkedTo;

    @Nullable
    StoredEvent enter;

    final FdTable ownFds;

    @Nullable
    List<ThreadInfo> children;

    int childCount;
    String args = "";
    String commOfArgs = "";
    private @Nullable List<String> argList;
    private @Nullable String argsText;
    private @Nullable String cmdline;
    private @Nullable String exeline;
    private @Nullable List<String> envList;
    private @Nullable String envText;
    private String cgroups = "";
    private @Nullable List<String> cgroupList;

    ThreadInfo(ThreadTable table, long tid) {
        this.table = table;
        this.tid = tid;
        this.ownFds = new FdTable();
    }

    /** Its id. */
    public long tid() {
        return tid;
    }

    /** Its process, the id of the group leader; -1 if unknown. */
    public long pid() {
        return pid;
    }

    /** The thread that created its process; -1 if unknown, 0 if there is none. */
    public long ptid() {
        return ptid;
    }

    /** Its session, in its own pid namespace; -1 if unknown. */
    public long sid() {
        return sid;
    }

    /** Its process group, in its own pid namespace; -1 if unknown. */
    public long vpgid() {
        return vpgid;
    }

    /** Its process group; -1 if unknown. */
    public long pgid() {
        return pgid;
    }

    /** Its id in its own pid namespace; -1 if unknown. */
    public long vtid() {
        return vtid;
    }

    /** Its process in its own pid namespace; -1 if unknown. */
    public long vpid() {
        return vpid;
    }

    /** The name, {@code proc.name}. */
    public String comm() {
        return comm;
    }

    /** The command as given, {@code argv[0]}. */
    public String exe() {
        return exe;
    }

    /** The path of the executable. */
    public String exepath() {
        return exepath;
    }

    /** The arguments from {@code argv[1]} on. */
    public List<String> args() {
        List<String> list = argList;
        if (list == null) {
            list = NulList.split(args);
            argList = list;
        }
        return list;
    }

    /** The arguments joined by spaces, {@code proc.args}. */
    public String argsText() {
        String text = argsText;
        if (text == null) {
            text = NulList.join(args);
            argsText = text;
        }
        return text;
    }

    /** The name and the arguments as they were when the arguments were set, {@code proc.cmdline}. */
    public String cmdline() {
        String text = cmdline;
        if (text == null) {
            text = commOfArgs.isEmpty() || args.isEmpty() ? commOfArgs : commOfArgs + " " + argsText();
            cmdline = text;
        }
        return text;
    }

    /** The command as given and the arguments, {@code proc.exeline}. */
    public String exeline() {
        String text = exeline;
        if (text == null) {
            text = exe + " " + argsText();
            exeline = text;
        }
        return text;
    }

    /** The process's environment, entries {@code NAME=value}; empty if its main thread is unknown. */
    public List<String> env() {
        ThreadInfo main = mainThread();
        if (main == null) {
            return List.of();
        }
        List<String> list = main.envList;
        if (list == null) {
            list = NulList.split(main.ownEnv);
            main.envList = list;
        }
        return list;
    }

    /** The process's environment joined by spaces, {@code proc.env}. */
    public String envText() {
        ThreadInfo main = mainThread();
        if (main == null) {
            return "";
        }
        String text = main.envText;
        if (text == null) {
            text = NulList.join(main.ownEnv);
            main.envText = text;
        }
        return text;
    }

    /** The process's working directory, with a slash at its end; {@code ./} if its main thread is unknown. */
    public String cwd() {
        ThreadInfo main = mainThread();
        return main == null ? "./" : main.ownCwd;
    }

    /** The root directory. */
    public String root() {
        return root;
    }

    /** The user; {@link #NO_ID} if unknown. */
    public int uid() {
        return uid;
    }

    /** The group; {@link #NO_ID} if unknown. */
    public int gid() {
        return gid;
    }

    /** The user that logged in; {@link #NO_ID} if none. */
    public int loginUid() {
        return loginUid;
    }

    /** The inheritable capabilities, one bit each. */
    public long capInheritable() {
        return capInheritable;
    }

    /** The permitted capabilities, one bit each. */
    public long capPermitted() {
        return capPermitted;
    }

    /** The effective capabilities, one bit each. */
    public long capEffective() {
        return capEffective;
    }

    /** Whether the process's user may write to the executable. */
    public boolean exeWritable() {
        return exeWritable;
    }

    /** Whether the executable is in the upper layer of an overlay file system. */
    public boolean exeUpperLayer() {
        return exeUpperLayer;
    }

    /** Whether the executable is in the lower layer of an overlay file system. */
    public boolean exeLowerLayer() {
        return exeLowerLayer;
    }

    /** Whether the executable is a memory file. */
    public boolean exeFromMemfd() {
        return exeFromMemfd;
    }

    /** The inode of the executable; 0 if unknown. */
    public long exeInode() {
        return exeInode;
    }

    /** When that inode changed, in nanoseconds since the epoch; 0 if unknown. */
    public long exeChangeTime() {
        return exeChangeTime;
    }

    /** When the executable was written to, in nanoseconds since the epoch; 0 if unknown. */
    public long exeModificationTime() {
        return exeModificationTime;
    }

    /** From the change of the executable's inode to the process's start, in nanoseconds; 0 if unknown. */
    public long exeChangeToCloneDuration() {
        return exeChangeToCloneDuration;
    }

    /** From the start of the pid namespace to the change of the executable's inode, in nanoseconds; 0 if unknown. */
    public long exeChangeToPidnsDuration() {
        return exeChangeToPidnsDuration;
    }

    /** When it was created, in nanoseconds since the epoch; 0 if it existed before the first event. */
    public long cloneTimestamp() {
        return cloneTimestamp;
    }

    /** When the first process of its pid namespace was started, in nanoseconds since the epoch; 0 if unknown. */
    public long pidnsInitStart() {
        return pidnsInitStart;
    }

    /** The number of its terminal; 0 if it has none. */
    public int tty() {
        return tty;
    }

    /** The process's limit of open descriptors; -1 if unknown, 0 if its main thread is unknown. */
    public long fdLimit() {
        ThreadInfo main = mainThread();
        return main == null ? 0 : main.ownFdLimit;
    }

    /** The process's memory in KiB. */
    public int vmSize() {
        return vmSize;
    }

    /** The process's resident memory in KiB. */
    public int vmRss() {
        return vmRss;
    }

    /** The process's swapped memory in KiB. */
    public int vmSwap() {
        return vmSwap;
    }

    /** Page faults that read from a disk. */
    public long majorFaults() {
        return majorFaults;
    }

    /** Page faults that did not read from a disk. */
    public long minorFaults() {
        return minorFaults;
    }

    /** The cgroups, entries {@code subsystem=path}. */
    public List<String> cgroups() {
        List<String> list = cgroupList;
        if (list == null) {
            list = Cgroups.parse(cgroups);
            cgroupList = list;
        }
        return list;
    }

    /** The short id of its container; empty if it is in none. */
    public String containerId() {
        return containerId;
    }

    /** Its category in its container. */
    public ProcessCategory category() {
        return category;
    }

    /** Whether it is the main thread of its process. */
    public boolean isMainThread() {
        return tid == pid || (flags & ThreadFlags.IS_MAIN_THREAD) != 0;
    }

    /** Whether it stands for a thread of which only the id is known. */
    public boolean isInvalid() {
        return tid < 0 || pid < 0 || ptid < 0;
    }

    /** Whether it has ended. */
    public boolean isDead() {
        return (flags & ThreadFlags.CLOSED) != 0;
    }

    /** Whether it is in another pid namespace than the initial one. */
    public boolean isInPidNamespace() {
        return (flags & ThreadFlags.CHILD_IN_PIDNS) != 0 || vtid >= 0 && vtid != tid;
    }

    /** The main thread of its process, or null if unknown. */
    public @Nullable ThreadInfo mainThread() {
        if (isMainThread()) {
            return this;
        }
        ThreadGroup known = group;
        return known == null ? null : known.leader();
    }

    /** The number of running threads of its process, {@code proc.nthreads}; 0 if unknown. */
    public int threadCount() {
        return group == null ? 0 : group.alive();
    }

    /** The number of running threads of its process without the main thread, {@code proc.nchilds}. */
    public int siblingCount() {
        if (group == null) {
            return 0;
        }
        ThreadInfo leader = group.leader();
        return leader == null || leader.isDead() ? group.alive() : group.alive() - 1;
    }

    /** The thread that created its process, or null if unknown. */
    public @Nullable ThreadInfo parentThread() {
        return table.get(ptid);
    }

    /**
     * The main thread of its n-th ancestor.
     *
     * @param n 0 for its own process, 1 for the parent
     * @return the thread, or null if there is none
     */
    public @Nullable ThreadInfo ancestor(int n) {
        ThreadInfo at = mainThread();
        for (int i = 0; i < n && at != null; i++) {
            ThreadInfo parent = at.parentThread();
            at = parent == null ? null : parent.mainThread();
        }
        return at;
    }

    /**
     * All ancestors, the parent first, for {@code proc.aname} without an index. They are the creating threads, not
     * mapped to main threads. The list ends at a loop.
     *
     * @param into receives as many as fit
     * @return how many it received
     */
    public int ancestors(@Nullable ThreadInfo[] into) {
        ThreadInfo main = mainThread();
        return main == null ? 0 : main.parents(into);
    }

    private int parents(@Nullable ThreadInfo[] into) {
        ThreadInfo slow = parentThread();
        ThreadInfo fast = slow == null ? null : slow.parentThread();
        int count = 0;
        while (slow != null && count < into.length) {
            into[count++] = slow;
            slow = slow.parentThread();
            for (int i = 0; i < 2; i++) {
                fast = fast == null ? null : fast.parentThread();
                if (slow != null && (slow == fast || slow.tid == slow.ptid)) {
                    return count;
                }
            }
        }
        return count;
    }

    /** The leader of its session, or null if unknown. */
    public @Nullable ThreadInfo sessionLeader() {
        return leader(sid, false, thread -> thread.sid);
    }

    /** The leader of its process group by {@link #vpgid}, or null if unknown. */
    public @Nullable ThreadInfo vpgidLeader() {
        return leader(vpgid, false, thread -> thread.vpgid);
    }

    /** The leader of its process group by {@link #pgid}, or null if unknown. */
    public @Nullable ThreadInfo pgidLeader() {
        return leader(pgid, true, thread -> thread.pgid);
    }

    private @Nullable ThreadInfo leader(long id, boolean global, ToLongFunction<ThreadInfo> idOf) {
        if (id == -1) {
            return null;
        }
        if (global || !isInPidNamespace()) {
            ThreadInfo leader = table.get(id);
            if (leader != null) {
                return leader;
            }
        }
        ThreadInfo last = null;
        int steps = table.size();
        for (ThreadInfo at = parentThread(); at != null && steps-- > 0; at = at.parentThread()) {
            if (idOf.applyAsLong(at) != id) {
                break;
            }
            last = at;
        }
        return last;
    }

    /** A descriptor of the process by number, or null if unknown. */
    public @Nullable FdInfo fd(long number) {
        FdTable table = number < 0 ? null : fds();
        return table == null ? null : table.get(number);
    }

    /** The descriptors, which are the main thread's if they are shared; null if that thread is unknown. */
    public @Nullable FdTable fds() {
        if ((flags & ThreadFlags.CLONE_FILES) == 0) {
            return ownFds;
        }
        ThreadInfo main = mainThread();
        return main == null ? null : main.ownFds;
    }

    /** The number of descriptors of the process's main thread; 0 if unknown. */
    public int fdCount() {
        ThreadInfo main = mainThread();
        return main == null ? 0 : main.ownFds.size();
    }

    void addChild(ThreadInfo child) {
        if (children == null) {
            children = new ArrayList<>(4);
        }
        children.add(child);
        child.linkedTo = this;
        childCount++;
    }

    /** Children that left are removed from the list now and then, so that leaving costs nothing. */
    void removeChild(ThreadInfo child) {
        if (child.linkedTo == this) {
            child.linkedTo = null;
            childCount--;
            if (children != null && children.size() > 16 && children.size() > 2 * childCount) {
                children.removeIf(former -> former.linkedTo != this);
            }
        }
    }

    boolean hasChildren() {
        return childCount > 0;
    }

    /** Removes and returns the children. */
    List<ThreadInfo> takeChildren() {
        List<ThreadInfo> taken = children == null ? new ArrayList<>() : children;
        taken.removeIf(former -> former.linkedTo != this);
        children = null;
        childCount = 0;
        return taken;
    }

    void setArgs(String text) {
        args = text;
        commOfArgs = comm;
        argList = null;
        argsText = null;
        cmdline = null;
        exeline = null;
    }

    void setEnv(String text) {
        ownEnv = text;
        envList = null;
        envText = null;
    }

    void shareEnv(ThreadInfo other) {
        ownEnv = other.ownEnv;
        envList = other.envList;
        envText = other.envText;
    }

    void setCgroups(String text) {
        cgroups = text;
        cgroupList = null;
    }

    /** Copies what a child inherits from the thread that created it. */
    void inherit(ThreadInfo creator) {
        exepath = creator.exepath;
        exeWritable = creator.exeWritable;
        exeUpperLayer = creator.exeUpperLayer;
        exeLowerLayer = creator.exeLowerLayer;
        exeFromMemfd = creator.exeFromMemfd;
        exeInode = creator.exeInode;
        exeChangeTime = creator.exeChangeTime;
        exeModificationTime = creator.exeModificationTime;
        exeChangeToCloneDuration = creator.exeChangeToCloneDuration;
        root = creator.root;
        sid = creator.sid;
        vpgid = creator.vpgid;
        pgid = creator.pgid;
        tty = creator.tty;
        loginUid = creator.loginUid;
        capInheritable = creator.capInheritable;
        capPermitted = creator.capPermitted;
        capEffective = creator.capEffective;
        if (args.equals(creator.args)
                && commOfArgs.equals(creator.commOfArgs)) { // both share the strings derived from them
            argList = creator.argList;
            argsText = creator.argsText;
            cmdline = creator.cmdline;
        }
    }

    String cgroupText() {
        return cgroups;
    }

    String argsBytes() {
        return args;
    }

    @Override
    public String toString() {
        return comm + "[" + tid + "]";
    }
}
