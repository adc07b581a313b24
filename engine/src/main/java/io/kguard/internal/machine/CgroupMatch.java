// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container that cgroups identify.
 *
 * @param id its short id; empty if they identify none
 * @param type the engine; null if only the engine's metadata contains it
 * @param name its name if that is also its id, else empty
 */
record CgroupMatch(String id, Container.@Nullable Type type, String name) {
    static final CgroupMatch NONE = new CgroupMatch("", null, "");
    private static final int FULL_ID = 64;
    private static final int SHORT_ID = 12;
    private static final Pattern FULL_HEX = Pattern.compile("[0-9a-fA-F]{64}");

    static final List<Layout> PODMAN = List.of(
            new Layout("/libpod-", ".scope"), new Layout("/libpod-", ".scope/container"), new Layout("/libpod-", ""));
    static final List<Layout> DOCKER = List.of(new Layout("/", ""), new Layout("/docker-", ".scope"));
    static final List<Layout> CRI = List.of(
            new Layout("/", ""),
            new Layout("/crio-", ""),
            new Layout("/cri-containerd-", ".scope"),
            new Layout("/crio-", ".scope"),
            new Layout(":cri-containerd:", ""),
            new Layout("/docker-", ".scope"));
    private static final Pattern PODMAN_SYSTEMD = Pattern.compile("podman-[0-9]+\\.scope/([0-9a-f]{64})");
    private static final Pattern PODMAN_ROOTLESS =
            Pattern.compile("/user\\.slice/user-[0-9]+\\.slice/.*/([0-9a-f]{64})$");
    private static final String[] LXC = {"/lxc/", "/lxc.payload/", "/lxc.payload."};
    private static final Pattern LIBVIRT_OLD = Pattern.compile("([^/]+)\\.libvirt-lxc$");
    private static final Pattern LIBVIRT_SYSTEMD = Pattern.compile("-lxc\\\\x2d([^/]+)\\.scope(?:$|/libvirt)");
    private static final String LIBVIRT = "/libvirt/lxc/";
    private static final Pattern BPM = Pattern.compile("bpm-([A-Za-z0-9._-]+)\\.scope");
    private static final Pattern MESOS =
            Pattern.compile("/mesos/([a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})");

    /** An engine by which a container has an id that a path says; null if the path is of no container of it. */
    private record NamedEngine(Container.Type type, Function<String, @Nullable String> id) {}

    private static final List<NamedEngine> NAMED = List.of(
            new NamedEngine(Container.Type.LXC, CgroupMatch::lxc),
            new NamedEngine(Container.Type.LIBVIRT_LXC, CgroupMatch::libvirt),
            new NamedEngine(Container.Type.MESOS, path -> first(path, MESOS)),
            new NamedEngine(Container.Type.BPM, path -> first(path, BPM)));

    /** Finds the container in cgroups as Falco 0.40 does: it looks at all cgroups with one engine before it tries the next. */
    public static CgroupMatch of(List<String> cgroups) {
        String id = podman(cgroups);
        if (!id.isEmpty()) {
            return new CgroupMatch(id, Container.Type.PODMAN, "");
        }
        id = find(cgroups, DOCKER);
        if (!id.isEmpty()) {
            return new CgroupMatch(id, Container.Type.DOCKER, "");
        }
        CgroupMatch other = named(cgroups);
        if (other != null) {
            return other;
        }
        // only its metadata contains the container type of a CRI engine
        id = find(cgroups, CRI);
        return id.isEmpty() ? NONE : new CgroupMatch(id, null, "");
    }

    /** A container of which only this is known. */
    public Container container() {
        return Container.known(id, type == null ? Container.Type.UNKNOWN : type, Map.of("name", name));
    }

    private static String podman(List<String> cgroups) {
        String id = find(cgroups, PODMAN);
        if (!id.isEmpty()) {
            return id;
        }
        for (String cgroup : cgroups) {
            if (cgroup.startsWith("name=systemd=")) {
                String path = path(cgroup);
                Matcher systemd = PODMAN_SYSTEMD.matcher(path);
                Matcher rootless = PODMAN_ROOTLESS.matcher(path);
                if (systemd.find()) {
                    return systemd.group(1).substring(0, SHORT_ID);
                }
                if (rootless.find()) {
                    return rootless.group(1).substring(0, SHORT_ID);
                }
            }
        }
        return "";
    }

    /** A container of an engine that has nothing to tell but an id. */
    private static @Nullable CgroupMatch named(List<String> cgroups) {
        for (NamedEngine engine : NAMED) {
            for (String cgroup : cgroups) {
                String id = engine.id.apply(path(cgroup));
                if (id != null) {
                    return new CgroupMatch(id, engine.type, engine.type == Container.Type.MESOS ? "" : id);
                }
            }
        }
        return null;
    }

    private static @Nullable String libvirt(String path) {
        int at = path.indexOf(LIBVIRT);
        String name = at < 0 ? first(path, LIBVIRT_OLD, LIBVIRT_SYSTEMD) : firstComponent(path, at + LIBVIRT.length());
        return name == null || name.isEmpty() ? null : name;
    }

    /** The id of a container of LXC; null if it is none. */
    static @Nullable String lxc(String path) {
        for (String prefix : LXC) {
            int at = path.indexOf(prefix);
            if (at >= 0) {
                return firstComponent(path, at + prefix.length());
            }
        }
        return null;
    }

    private static @Nullable String first(String path, Pattern... patterns) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(path);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    private static String firstComponent(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.substring(from) : path.substring(from, slash);
    }

    /** The path of an entry. The name of a named hierarchy contains an equals sign. */
    static String path(String cgroup) {
        int from = cgroup.startsWith("name=") ? "name=".length() : 0;
        return cgroup.substring(cgroup.indexOf('=', from) + 1);
    }

    /** What stands before and after an id. */
    record Layout(String prefix, String suffix) {
        /** The text between them; null if the path has another form. */
        @Nullable
        String in(String path) {
            int start = path.lastIndexOf(prefix);
            int end = suffix.isEmpty() ? path.length() : path.lastIndexOf(suffix);
            return start < 0 || end < start + prefix.length() ? null : path.substring(start + prefix.length(), end);
        }
    }

    private static String find(List<String> cgroups, List<Layout> layouts) {
        for (String cgroup : cgroups) {
            String path = path(cgroup);
            for (Layout layout : layouts) {
                String id = shortId(path, layout.in(path));
                if (!id.isEmpty()) {
                    return id;
                }
            }
        }
        return "";
    }

    private static String shortId(String path, @Nullable String id) {
        boolean namespaced = path.startsWith("/default/")
                && !path.endsWith(".service")
                && !path.endsWith(".slice")
                && !path.endsWith(".scope");
        if (id == null || !FULL_HEX.matcher(id).matches() && !(namespaced && !id.isEmpty() && id.length() <= FULL_ID)) {
            return "";
        }
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}
