// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.machine.CgroupMatch.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the container in cgroups as Falco's container plugin does: it tries every engine on a cgroup before it looks at
 * the next one.
 */
final class PluginCgroups {
    private static final int FULL_ID = 64;
    private static final int SHORT_ID = 12;

    private static final List<Layout> SPLIT_PODMAN = List.of(
            new Layout("/libpod-payload-", ".scope"),
            new Layout("/libpod-payload-", ".scope/container"),
            new Layout("/libpod-payload-", ""));
    private static final Layout NERDCTL = new Layout("/nerdctl-", ".scope");
    private static final Pattern NAMESPACE = Pattern.compile("/[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*/");
    private static final String LIBVIRT = ".libvirt-lxc";
    private static final String SYSTEMD_LIBVIRT = "-lxc\\x2";
    private static final String OLD_LIBVIRT = "/libvirt/lxc/";
    private static final String SCOPE = ".scope";
    private static final String LIBVIRT_SCOPE = ".scope/libvirt";
    private static final String BPM = "bpm-";
    private static final Pattern BPM_ID = Pattern.compile("[A-Za-z0-9._-]+");

    private final List<Layout> layouts;

    /** The engines that the plugin of a Falco knows. */
    public PluginCgroups(FalcoVersion version) {
        layouts = new ArrayList<>(CgroupMatch.PODMAN);
        if (version.atLeast(FalcoVersion.V0_42)) {
            layouts.addAll(SPLIT_PODMAN);
        }
        layouts.addAll(CgroupMatch.DOCKER);
        layouts.addAll(CgroupMatch.CRI);
        if (version.atLeast(FalcoVersion.V0_45)) {
            layouts.add(NERDCTL);
        }
    }

    /** The short form of the full id between them; null if there is none. */
    private static @Nullable String shortId(Layout layout, String path) {
        String id = layout.in(path);
        if (id == null || id.length() != FULL_ID) {
            return null;
        }
        // the plugin compares a place in the path with the length of an id
        int other = firstOther(
                path, path.lastIndexOf(layout.prefix()) + layout.prefix().length());
        return other < 0 || other >= FULL_ID ? id.substring(0, SHORT_ID) : null;
    }

    private static int firstOther(String path, int from) {
        for (int i = from; i < path.length(); i++) {
            if (Character.digit(path.charAt(i), 16) < 0) {
                return i;
            }
        }
        return -1;
    }

    /** The container of cgroups. */
    public CgroupMatch match(List<String> cgroups) {
        for (String cgroup : cgroups) {
            CgroupMatch match = match(CgroupMatch.path(cgroup));
            if (!match.id().isEmpty()) {
                return match;
            }
        }
        return CgroupMatch.NONE;
    }

    private CgroupMatch match(String path) {
        for (Layout layout : layouts) {
            String id = shortId(layout, path);
            if (id != null) {
                return new CgroupMatch(id, null, "");
            }
        }
        String id = namespaced(path);
        if (id != null) {
            return new CgroupMatch(id, null, "");
        }
        return named(path);
    }

    /** A container that was made by ctr: {@code /namespace/id}, in which the id is any text. */
    private static @Nullable String namespaced(String path) {
        Matcher namespace = NAMESPACE.matcher(path);
        if (!namespace.find()) {
            return null;
        }
        Layout layout = new Layout(namespace.group(), "");
        String full = shortId(layout, path);
        if (full != null) {
            return full;
        }
        String id = layout.in(path);
        boolean ofSystemd = path.endsWith(".service") || path.endsWith(".slice") || path.endsWith(SCOPE);
        return id == null || id.isEmpty() || id.length() > FULL_ID || ofSystemd
                ? null
                : id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** A container of an engine that has nothing to tell but an id. */
    private static CgroupMatch named(String path) {
        String lxc = CgroupMatch.lxc(path);
        if (lxc != null) {
            return new CgroupMatch(lxc, Container.Type.LXC, "");
        }
        String libvirt = libvirt(path);
        if (libvirt != null) {
            return new CgroupMatch(libvirt, Container.Type.LIBVIRT_LXC, "");
        }
        int bpm = path.indexOf(BPM);
        if (bpm >= 0) {
            int scope = path.indexOf(SCOPE, bpm);
            String id = path.substring(bpm + BPM.length(), scope < 0 ? path.length() : scope);
            if (BPM_ID.matcher(id).matches()) {
                return new CgroupMatch(id, Container.Type.BPM, "");
            }
        }
        return CgroupMatch.NONE;
    }

    private static @Nullable String libvirt(String path) {
        int at = path.indexOf(LIBVIRT);
        int slash = path.lastIndexOf('/');
        if (at >= 0 && at + LIBVIRT.length() == path.length() && slash >= 0 && slash < at) {
            return path.substring(slash + 1, at);
        }
        at = path.indexOf(SYSTEMD_LIBVIRT);
        if (at >= 0) {
            String end = path.contains(LIBVIRT_SCOPE) ? LIBVIRT_SCOPE : SCOPE;
            int from = at + SYSTEMD_LIBVIRT.length() + 1; // and the last digit of the escaped hyphen
            if (path.indexOf(end) + end.length() == path.length() && from <= path.indexOf(end)) {
                return path.substring(from, path.indexOf(end));
            }
        }
        at = path.indexOf(OLD_LIBVIRT);
        return at < 0 ? null : path.substring(at + OLD_LIBVIRT.length());
    }
}
