// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.machine.ThreadInfo;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields {@code proc.*} of the ancestors of the event's process, and of the leaders of its groups. */
final class AncestorFields {
    private static final int ENVIRONMENT_REACH = 20;
    /** The index that means no index in Falco. */
    private static final int ANY = -1;

    private AncestorFields() {}

    static void addTo(Bindings bindings) {
        parent(bindings, "proc.pname", ThreadInfo::comm);
        parent(bindings, "proc.pexe", ThreadInfo::exe);
        parent(bindings, "proc.pexepath", ThreadInfo::exepath);
        parent(bindings, "proc.pcmdline", ThreadInfo::cmdline);
        ancestors(bindings, "proc.aname", ThreadInfo::comm);
        ancestors(bindings, "proc.aexe", ThreadInfo::exe);
        ancestors(bindings, "proc.aexepath", ThreadInfo::exepath);
        ancestors(bindings, "proc.acmdline", ThreadInfo::cmdline);
        arguments(bindings);
        bindings.bind(
                "proc.apid",
                (definition, argument) ->
                        ancestor(definition, argument, (context, thread) -> context.found(thread.pid())));
        bindings.bind("proc.aenv", AncestorFields::environment);
        leader(bindings, "proc.sname", ThreadInfo::sessionLeader, ThreadInfo::comm);
        leader(bindings, "proc.sid.exe", ThreadInfo::sessionLeader, ThreadInfo::exe);
        leader(bindings, "proc.sid.exepath", ThreadInfo::sessionLeader, ThreadInfo::exepath);
        leader(bindings, "proc.vpgid.name", ThreadInfo::vpgidLeader, ThreadInfo::comm);
        leader(bindings, "proc.vpgid.exe", ThreadInfo::vpgidLeader, ThreadInfo::exe);
        leader(bindings, "proc.vpgid.exepath", ThreadInfo::vpgidLeader, ThreadInfo::exepath);
        leader(bindings, "proc.pgid.name", ThreadInfo::pgidLeader, ThreadInfo::comm);
        leader(bindings, "proc.pgid.exe", ThreadInfo::pgidLeader, ThreadInfo::exe);
        leader(bindings, "proc.pgid.exepath", ThreadInfo::pgidLeader, ThreadInfo::exepath);
        bindings.value("proc.ppid", context -> {
            ThreadInfo parent = parent(context);
            return parent != null && context.found(parent.pid());
        });
        bindings.value("proc.pvpid", context -> {
            ThreadInfo parent = creator(context);
            return parent != null && context.found(parent.vpid());
        });
        bindings.value("proc.ppid.ts", context -> {
            ThreadInfo parent = creator(context);
            return parent != null && context.found(parent.cloneTimestamp());
        });
        bindings.value("proc.ppid.duration", AncestorFields::parentDuration);
        bindings.value("proc.loginshellid", AncestorFields::loginShell);
    }

    private static @Nullable ThreadInfo parent(EventContext context) {
        ThreadInfo thread = context.thread();
        return thread == null ? null : thread.ancestor(1);
    }

    private static @Nullable ThreadInfo creator(EventContext context) {
        ThreadInfo thread = context.thread();
        return thread == null ? null : thread.parentThread();
    }

    private static void parent(Bindings bindings, String name, Function<ThreadInfo, String> source) {
        bindings.text(name, context -> {
            ThreadInfo parent = parent(context);
            return parent == null ? null : source.apply(parent);
        });
    }

    private static void leader(
            Bindings bindings,
            String name,
            Function<ThreadInfo, @Nullable ThreadInfo> leader,
            Function<ThreadInfo, String> source) {
        bindings.text(name, context -> {
            ThreadInfo thread = context.thread();
            if (thread == null) {
                return null;
            }
            ThreadInfo found = leader.apply(thread);
            return found == null ? "" : source.apply(found);
        });
    }

    private static void ancestors(Bindings bindings, String name, Function<ThreadInfo, String> source) {
        BiPredicate<EventContext, ThreadInfo> one = (context, thread) -> context.found(source.apply(thread));
        if (!bindings.version().atLeast(FalcoVersion.V0_44)) {
            bindings.bind(name, (definition, argument) -> ancestor(definition, argument, one));
            return;
        }
        Loader all = Loader.text(context -> joined(context, source));
        bindings.bind(name, (definition, argument) -> {
            Bound bound = ancestor(definition, argument, one);
            return bound.quantifier() == Quantifier.ANY_ANCESTOR
                    ? new Bound(definition, bound.quantifier(), all, bound.values())
                    : bound;
        });
    }

    /** Where there is no index, one value is compared: what outputs show. Before 0.44 Falco looks for ancestor 2^32 - 1. */
    private static void arguments(Bindings bindings) {
        BiPredicate<EventContext, ThreadInfo> one = (context, thread) -> context.found(thread.argsText());
        Loader whole = bindings.version().atLeast(FalcoVersion.V0_44)
                ? Loader.text(context -> joined(context, ThreadInfo::argsText))
                : context -> false;
        bindings.bind(
                "proc.aargs",
                (definition, argument) ->
                        argument == null ? new Bound(definition, whole) : ancestor(definition, argument, one));
    }

    /** All ancestors, with spaces between them; null if nothing is known of any. */
    private static @Nullable String joined(EventContext context, Function<ThreadInfo, String> source) {
        int count = context.thread() == null ? 0 : context.ancestors();
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < count; i++) {
            joined.append(joined.length() == 0 ? "" : " ").append(source.apply(context.ancestor(i)));
        }
        return joined.length() == 0 ? null : joined.toString();
    }

    /** With an index, the n-th ancestor. Without one, any ancestor; outputs show the process itself, before 0.44. */
    private static Bound ancestor(
            FieldDefinition definition, @Nullable String argument, BiPredicate<EventContext, ThreadInfo> source) {
        int index = argument == null ? ANY : index(definition, argument);
        if (index == ANY) {
            return new Bound(
                    definition, Quantifier.ANY_ANCESTOR, context -> load(context, 0, source), new Ancestors(source));
        }
        return new Bound(definition, context -> load(context, index, source));
    }

    private static boolean load(EventContext context, int index, BiPredicate<EventContext, ThreadInfo> source) {
        ThreadInfo thread = context.thread();
        ThreadInfo ancestor = thread == null || index < 0 ? null : thread.ancestor(index);
        return ancestor != null && source.test(context, ancestor);
    }

    private static int index(FieldDefinition definition, String argument) {
        try {
            return (int) Decimal.signed(argument);
        } catch (NumberFormatException e) {
            throw new FieldException(
                    Reason.NONEXISTENT,
                    "filter_check called with nonexistent field " + definition.name() + "[" + argument + "]");
        }
    }

    private static Bound environment(FieldDefinition definition, @Nullable String argument) {
        BiPredicate<EventContext, ThreadInfo> whole = (context, thread) -> context.found(thread.envText());
        if (argument != null && !argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Bound(definition, Loader.text(context -> variable(context, argument)));
        }
        int index = argument == null || argument.isEmpty() ? 0 : index(definition, argument);
        return new Bound(
                definition,
                Quantifier.ANY_ANCESTOR,
                context -> index == 0 ? load(context, 0, whole) : creator(context, index, whole),
                new Ancestors(whole));
    }

    /** Here Falco counts the threads that created processes, as it does without an index, not their main threads. */
    private static boolean creator(EventContext context, int index, BiPredicate<EventContext, ThreadInfo> source) {
        ThreadInfo thread = context.thread();
        if (thread == null) {
            return false;
        }
        ThreadInfo at = thread.mainThread();
        if (at == null) {
            return context.found("");
        }
        for (int i = 0; i < index && at != null; i++) {
            at = at.parentThread();
        }
        return at != null && source.test(context, at);
    }

    private static @Nullable String variable(EventContext context, String name) {
        ThreadInfo thread = context.thread();
        if (thread == null) {
            return null;
        }
        int reach = Math.min(context.ancestors(), ENVIRONMENT_REACH);
        for (int i = 0; i < reach; i++) {
            String value = ProcessFields.variable(context.ancestor(i), name);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static boolean parentDuration(EventContext context) {
        ThreadInfo thread = context.thread();
        ThreadInfo parent = parent(context);
        if (thread == null || parent == null) {
            return false;
        }
        // the second value is Falco's for parents that existed before the first event
        return context.found(
                parent.cloneTimestamp() != 0
                        ? context.event().timestamp() - parent.cloneTimestamp()
                        : ProcessFields.openDescriptors(thread));
    }

    /** The oldest of the process and its ancestors that has the name of a shell. */
    private static boolean loginShell(EventContext context) {
        ThreadInfo thread = context.thread();
        ThreadInfo main = thread == null ? null : thread.mainThread();
        if (main == null) {
            return false;
        }
        boolean found = main.comm().endsWith("sh") && context.found(main.pid());
        int count = context.ancestors();
        for (int i = 0; i < count; i++) {
            ThreadInfo ancestor = context.ancestor(i);
            if (ancestor.comm().endsWith("sh")) {
                found = context.found(ancestor.pid());
            }
        }
        return found;
    }

    private record Ancestors(BiPredicate<EventContext, ThreadInfo> source) implements Values {
        @Override
        public int count(EventContext context) {
            return context.ancestors();
        }

        @Override
        public boolean load(EventContext context, int index) {
            return source.test(context, context.ancestor(index));
        }
    }
}
