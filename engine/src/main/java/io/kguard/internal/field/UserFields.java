// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.machine.Container;
import io.kguard.internal.machine.ThreadInfo;
import org.jspecify.annotations.Nullable;

/** The fields {@code user.*} and {@code group.*}. */
final class UserFields {
    private static final String UNKNOWN = "<NA>";
    private static final String ROOT = "root";
    private static final String ROOT_HOME = "/root";

    private UserFields() {}

    static void addTo(Bindings bindings) {
        FalcoVersion version = bindings.version();
        bindings.value("user.uid", context -> {
            ThreadInfo thread = context.thread();
            return thread != null && context.found(thread.uid() & 0xffffffffL);
        });
        bindings.value("group.gid", context -> {
            ThreadInfo thread = context.thread();
            return thread != null && context.found(thread.gid() & 0xffffffffL);
        });
        bindings.value("user.loginuid", context -> {
            ThreadInfo thread = context.thread();
            return thread != null && context.found((long) thread.loginUid());
        });
        bindings.text("user.name", context -> {
            if (!version.atLeast(FalcoVersion.V0_41) && isContainerEvent(context)) {
                Container container = context.machine().container();
                return container == null ? null : container.user();
            }
            ThreadInfo thread = context.thread();
            return thread == null ? null : name(context, thread, thread.uid());
        });
        bindings.text("user.loginname", context -> {
            ThreadInfo thread = context.thread();
            return thread == null ? null : name(context, thread, thread.loginUid());
        });
        bindings.text("user.homedir", context -> {
            ThreadInfo thread = context.thread();
            if (thread == null) {
                return null;
            }
            UserEntry user = user(context, thread, thread.uid());
            return user != null ? user.home() : thread.uid() == 0 ? ROOT_HOME : UNKNOWN;
        });
        bindings.text("user.shell", context -> {
            ThreadInfo thread = context.thread();
            if (thread == null) {
                return null;
            }
            UserEntry user = user(context, thread, thread.uid());
            return user != null ? user.shell() : UNKNOWN;
        });
        bindings.text("group.name", context -> {
            ThreadInfo thread = context.thread();
            if (thread == null) {
                return null;
            }
            GroupEntry group = context.machine().users().group(thread.containerId(), thread.gid());
            return group != null ? group.name() : thread.gid() == 0 ? ROOT : UNKNOWN;
        });
    }

    private static String name(EventContext context, ThreadInfo thread, int uid) {
        UserEntry user = user(context, thread, uid);
        return user != null ? user.name() : uid == 0 ? ROOT : UNKNOWN;
    }

    private static @Nullable UserEntry user(EventContext context, ThreadInfo thread, int uid) {
        return context.machine().users().user(thread.containerId(), uid);
    }

    private static boolean isContainerEvent(EventContext context) {
        int code = context.event().code();
        return code == EventCodes.CONTAINER_E || code == EventCodes.CONTAINER_1_E;
    }
}
