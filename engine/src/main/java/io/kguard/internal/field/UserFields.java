// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.machine.Container;
import io.kguard.internal.machine.ThreadInfo;
import io.kguard.internal.machine.Users;
import java.util.function.BiFunction;

/** The fields {@code user.*} and {@code group.*}. */
final class UserFields {
    private static final String UNKNOWN = "<NA>";
    private static final String ROOT = "root";
    private static final String ROOT_HOME = "/root";

    private UserFields() {}

    static void addTo(Bindings bindings) {
        FalcoVersion version = bindings.version();
        ProcessFields.number(bindings, "user.uid", thread -> thread.uid() & 0xffffffffL);
        ProcessFields.number(bindings, "group.gid", thread -> thread.gid() & 0xffffffffL);
        ProcessFields.number(bindings, "user.loginuid", ThreadInfo::loginUid);
        Loader.OfText userName = text((users, thread) -> name(users, thread, thread.uid()));
        bindings.text("user.name", context -> {
            if (!version.atLeast(FalcoVersion.V0_41) && isContainerEvent(context)) {
                Container container = context.machine().container();
                return container == null ? null : container.user();
            }
            return userName.text(context);
        });
        bindings.text("user.loginname", text((users, thread) -> name(users, thread, thread.loginUid())));
        bindings.text("user.homedir", text((users, thread) -> {
            UserEntry user = users.user(thread.containerId(), thread.uid());
            return user != null ? user.home() : thread.uid() == 0 ? ROOT_HOME : UNKNOWN;
        }));
        bindings.text("user.shell", text((users, thread) -> {
            UserEntry user = users.user(thread.containerId(), thread.uid());
            return user != null ? user.shell() : UNKNOWN;
        }));
        bindings.text("group.name", text((users, thread) -> {
            GroupEntry group = users.group(thread.containerId(), thread.gid());
            return group != null ? group.name() : thread.gid() == 0 ? ROOT : UNKNOWN;
        }));
    }

    private static Loader.OfText text(BiFunction<Users, ThreadInfo, String> source) {
        return context -> {
            ThreadInfo thread = context.thread();
            return thread == null ? null : source.apply(context.machine().users(), thread);
        };
    }

    private static String name(Users users, ThreadInfo thread, int uid) {
        UserEntry user = users.user(thread.containerId(), uid);
        return user != null ? user.name() : uid == 0 ? ROOT : UNKNOWN;
    }

    private static boolean isContainerEvent(EventContext context) {
        int code = context.event().code();
        return code == EventCodes.CONTAINER_E || code == EventCodes.CONTAINER_1_E;
    }
}
