// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.IpText;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.machine.Container;
import io.kguard.internal.machine.Container.Mount;
import io.kguard.internal.machine.Container.Probe;
import io.kguard.internal.machine.ThreadInfo;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The fields {@code container.*} as Falco 0.40 has them, which reads containers itself. */
final class ContainerFields {
    private static final String HOST = "host";

    private ContainerFields() {}

    static void addTo(Bindings bindings) {
        bindings.text("container.id", context -> {
            ThreadInfo thread = context.thread();
            return thread == null ? null : isOnHost(thread) ? HOST : thread.containerId();
        });
        hostOr(bindings, "container.full_id", Container::fullId);
        hostOr(bindings, "container.name", Container::name);
        hostOr(bindings, "container.type", container -> container.type().label());
        text(bindings, "container.image", Container::image);
        text(bindings, "container.image.id", Container::imageId);
        text(bindings, "container.image.repository", Container::imageRepository);
        text(bindings, "container.image.tag", Container::imageTag);
        text(bindings, "container.image.digest", Container::imageDigest);
        flag(bindings, "container.privileged", Container::privileged);
        flag(bindings, "container.host_pid", Container::hostPid);
        flag(bindings, "container.host_network", Container::hostNetwork);
        flag(bindings, "container.host_ipc", Container::hostIpc);
        bindings.text("container.ip", any(container -> IpText.of(false, 0, container.ip())));
        bindings.text("container.cni.json", any(Container::cniJson));
        probe(bindings, "container.healthcheck", Container::healthcheck);
        probe(bindings, "container.liveness_probe", Container::livenessProbe);
        probe(bindings, "container.readiness_probe", Container::readinessProbe);
        mounts(
                bindings,
                new MountArgument(
                        argument -> argument.matches("[0-9]+") ? EventArguments.number(argument) : -1,
                        argument -> new Glob(argument, false)::matches));
        bindings.value("container.start_ts", context -> {
            ThreadInfo thread = context.thread();
            return thread != null
                    && !isOnHost(thread)
                    && thread.pidnsInitStart() != 0
                    && context.found(thread.pidnsInitStart());
        });
        bindings.value("container.duration", context -> {
            ThreadInfo thread = context.thread();
            return thread != null
                    && !isOnHost(thread)
                    && thread.cloneTimestamp() != 0
                    && context.found(context.event().timestamp() - thread.pidnsInitStart());
        });
    }

    private static void probe(Bindings bindings, String name, Function<Container, @Nullable Probe> probe) {
        bindings.text(name, any(container -> command(probe.apply(container))));
    }

    private static boolean isOnHost(ThreadInfo thread) {
        return thread.containerId().isEmpty() && !thread.isInPidNamespace();
    }

    private static void hostOr(Bindings bindings, String name, Function<Container, @Nullable String> source) {
        bindings.text(name, context -> {
            ThreadInfo thread = context.thread();
            if (thread == null) {
                return null;
            }
            return isOnHost(thread) ? HOST : ofContainer(context, source);
        });
    }

    private static void text(Bindings bindings, String name, Function<Container, @Nullable String> source) {
        bindings.text(name, context -> ofContainer(context, source));
    }

    /** A string of the event's container; null if it is in none, the container is unknown, or the string is empty. */
    static @Nullable String ofContainer(EventContext context, Function<Container, @Nullable String> source) {
        Container container = context.machine().container();
        String text = container == null ? null : source.apply(container);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A string of the event's container; null if the container is unknown. */
    static Loader.OfText any(Function<Container, @Nullable String> source) {
        return context -> {
            Container container = context.machine().container();
            return container == null ? null : source.apply(container);
        };
    }

    private static void flag(Bindings bindings, String name, Predicate<Container> source) {
        bindings.value(name, context -> {
            Container container = context.machine().container();
            return container != null && container.type().isDockerCompatible() && context.found(source.test(container));
        });
    }

    /** What Falco says of a probe. */
    static String command(@Nullable Probe probe) {
        if (probe == null) {
            return "NONE";
        }
        StringJoiner command = new StringJoiner(" ").add(probe.exe());
        probe.args().forEach(command::add);
        return command.toString();
    }

    /** How a version of Falco reads the argument of {@code container.mount} and its like: as a number, or as a key if that is -1. */
    record MountArgument(ToIntFunction<String> number, Function<String, Predicate<String>> key) {}

    /** The fields of mounts. */
    static void mounts(Bindings bindings, MountArgument argument) {
        bindings.text("container.mounts", any(ContainerFields::mounts));
        mount(bindings, "container.mount", Mount::source, ContainerFields::whole, argument);
        mount(bindings, "container.mount.source", Mount::destination, Mount::source, argument);
        mount(bindings, "container.mount.dest", Mount::source, Mount::destination, argument);
        mount(bindings, "container.mount.mode", Mount::source, Mount::mode, argument);
        mount(bindings, "container.mount.rdwr", Mount::source, mount -> String.valueOf(mount.writable()), argument);
        mount(bindings, "container.mount.propagation", Mount::source, Mount::propagation, argument);
    }

    /** All mounts of a container, with commas between them. */
    private static String mounts(Container container) {
        StringJoiner all = new StringJoiner(",");
        container.mounts().forEach(mount -> all.add(whole(mount)));
        return all.toString();
    }

    /** What Falco says of a mount. */
    private static String whole(Mount mount) {
        return mount.source() + ":" + mount.destination() + ":" + mount.mode() + ":" + mount.writable() + ":"
                + mount.propagation();
    }

    /** A mount by its number, or the first one whose key is found. */
    private static void mount(
            Bindings bindings,
            String name,
            Function<Mount, String> key,
            Function<Mount, String> source,
            MountArgument reading) {
        bindings.bind(name, (definition, argument) -> {
            if (argument == null) {
                throw ArgumentReader.missing(name);
            }
            int index = reading.number().applyAsInt(argument);
            if (index >= 0) {
                return new Bound(definition, Loader.text(any(container -> {
                    List<Mount> mounts = container.mounts();
                    return index < mounts.size() ? source.apply(mounts.get(index)) : null;
                })));
            }
            Predicate<String> found = reading.key().apply(argument);
            return new Bound(definition, Loader.text(any(container -> {
                for (Mount mount : container.mounts()) {
                    if (found.test(key.apply(mount))) {
                        return source.apply(mount);
                    }
                }
                return null;
            })));
        });
    }

    /** Labels, without those of Kubernetes itself; {@code bare} if one without a value is its key alone. */
    static String joined(Map<String, String> labels, boolean bare) {
        StringJoiner joined = new StringJoiner(", ");
        labels.forEach((key, value) -> {
            if (!key.startsWith("annotation.") && !key.startsWith("io.kubernetes.")) {
                joined.add(bare && value.isEmpty() ? key : key + ":" + value);
            }
        });
        return joined.toString();
    }
}
