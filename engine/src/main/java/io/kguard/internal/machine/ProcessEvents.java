// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import org.jspecify.annotations.Nullable;

/** Events that change a thread itself: ids, capabilities, limits, its end. */
final class ProcessEvents implements EventParser {
    private static final int REAPER_TID = 4;
    private static final int RLIMIT_NOFILE = 7;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_GET_CHILD_SUBREAPER = 37;
    private static final long ALL_CAPS = (1L << 41) - 1;

    private final Machine machine;

    ProcessEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.PROCEXIT_E, EventCodes.PROCEXIT_0_E -> ended(event, thread);
            case EventCodes.SETSID_X -> {
                if (event.number(0) >= 0) {
                    thread.sid = event.number(0);
                }
            }
            case EventCodes.SETUID_X -> setUid(thread, argument(event, 1, 0));
            case EventCodes.SETGID_X -> setGid(thread, argument(event, 1, 0));
            case EventCodes.SETRESUID_X -> setUid(thread, unlessKept(argument(event, 2, 1)));
            case EventCodes.SETRESGID_X -> setGid(thread, unlessKept(argument(event, 2, 1)));
            case EventCodes.SETREUID_X -> setUid(thread, unlessKept(argument(event, effective(), -1)));
            case EventCodes.SETREGID_X -> setGid(thread, unlessKept(argument(event, effective(), -1)));
            case EventCodes.CAPSET_X -> {
                if (event.number(0) >= 0) {
                    thread.capInheritable = event.number(1);
                    thread.capPermitted = event.number(2);
                    thread.capEffective = event.number(3);
                }
            }
            case EventCodes.UNSHARE_X -> enterUserNamespace(thread, argument(event, 1, 0));
            case EventCodes.SETNS_X -> enterUserNamespace(thread, argument(event, 2, 1));
            case EventCodes.GETRLIMIT_X, EventCodes.SETRLIMIT_X ->
                limit(thread, argument(event, 3, 0), event.number(1));
            case EventCodes.PRLIMIT_X -> limitOf(event, thread);
            case EventCodes.PRCTL_X -> control(event, thread);
            default -> {}
        }
    }

    /** The end of a thread, which stays available during this event. */
    private void ended(Event event, ThreadInfo thread) {
        machine.links().die(thread);
        machine.removeAfterwards(thread);
        if (thread.hasChildren()) {
            thread.reaperTid = event.valueLength(REAPER_TID) == 8 ? event.number(REAPER_TID) : -1;
        }
    }

    /**
     * An argument of a successful call: from its exit event, or else from its enter event. Falco 0.40 uses only the
     * enter event, if there is one.
     *
     * @return the argument, or null if the call failed or the argument is unknown
     */
    private @Nullable Long argument(Event event, int exitIndex, int enterIndex) {
        if (event.number(0) != 0) {
            return null;
        }
        boolean atExit = enterIndex < 0 || !machine.version().hasEnterEvents();
        if (atExit && event.valueLength(exitIndex) > 0) {
            return event.number(exitIndex);
        }
        Event enter = enterIndex < 0 ? null : machine.enterEvent();
        return enter != null && enter.valueLength(enterIndex) > 0 ? enter.number(enterIndex) : null;
    }

    /** The index of the id that counts: the effective one, but until 0.41 the real one. */
    private int effective() {
        return machine.version().hasEnterEvents() ? 1 : 2;
    }

    /** The id, unless it is -1, which a call passes to keep the id it has. Since 0.42 Falco takes that as an id, too. */
    private @Nullable Long unlessKept(@Nullable Long id) {
        return id != null && id.intValue() == -1 && machine.version().hasEnterEvents() ? null : id;
    }

    private void setUid(ThreadInfo thread, @Nullable Long uid) {
        if (uid != null) {
            thread.uid = uid.intValue();
            machine.users.need(thread.containerId, thread.uid);
        }
    }

    private void setGid(ThreadInfo thread, @Nullable Long gid) {
        if (gid != null) {
            thread.gid = gid.intValue();
            machine.users.needGroup(thread.containerId, thread.gid);
        }
    }

    private static void enterUserNamespace(ThreadInfo thread, @Nullable Long flags) {
        if (flags != null && (flags & ThreadFlags.CLONE_NEWUSER) != 0) {
            thread.capInheritable = ALL_CAPS;
            thread.capPermitted = ALL_CAPS;
            thread.capEffective = ALL_CAPS;
        }
    }

    private static void limit(ThreadInfo thread, @Nullable Long resource, long current) {
        ThreadInfo main = thread.mainThread();
        if (resource != null && resource == RLIMIT_NOFILE && current != -1 && main != null) {
            main.ownFdLimit = current;
        }
    }

    private void limitOf(Event event, ThreadInfo thread) {
        Long resource = argument(event, 6, 1);
        long current = event.number(1);
        if (resource == null || resource != RLIMIT_NOFILE || current == -1) {
            return;
        }
        Long pid = argument(event, 5, 0);
        ThreadInfo other = pid == null || pid == 0 ? thread : machine.threads.get(pid);
        if (other == null && pid != null) {
            machine.links().unknown(pid); // adds it to the table, as in Falco, without a limit
        } else if (other != null && !other.isInvalid()) {
            limit(other, resource, current);
        }
    }

    private static void control(Event event, ThreadInfo thread) {
        long option = event.number(1);
        if (event.number(0) >= 0
                && thread.group != null
                && (option == PR_SET_CHILD_SUBREAPER || option == PR_GET_CHILD_SUBREAPER)) {
            thread.group.reaper(event.number(3) != 0);
        }
    }
}
