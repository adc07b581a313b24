// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cgroup of a decoy node's processes. A privileged pod can control them, so they have a pod's limits. */
final class NodeCgroup implements Standstill.Running {
    private static final String MEMBER = "node";
    private static final String TITLE = "the decoy node";

    private final PodCgroup cgroup;
    private final List<Path> folders;

    private NodeCgroup(PodCgroup cgroup, List<Path> folders) {
        this.cgroup = cgroup;
        this.folders = List.copyOf(folders);
    }

    /**
     * Creates a cgroup.
     *
     * @param home a folder in which a later run finds a note of it, if this run is killed
     */
    public static NodeCgroup create(List<CgroupMount> mounts, Path home, Limits limits) throws IOException {
        String path = "/kubepods/besteffort/podnode-" + PodPlan.newId().substring(0, 32);
        PodCgroup cgroup = PodCgroup.of(mounts, path).orElseThrow();
        Files.writeString(home.resolve(StateFolder.CGROUP), path);
        cgroup.create();
        cgroup.enable();
        cgroup.limit(limits.memoryBytes(), limits.processes());
        return new NodeCgroup(cgroup, cgroup.createMember(MEMBER));
    }

    /** The arguments that make a process join it. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-settings", cgroup.unifiedFolder().toString()));
        folders.forEach(folder -> arguments.addAll(List.of("-join", folder.toString())));
        return arguments;
    }

    @Override
    public void freeze() {
        cgroup.freeze(MEMBER, TITLE);
    }

    @Override
    public void unfreeze() {
        cgroup.unfreeze(MEMBER, TITLE);
    }

    public void remove() {
        cgroup.remove();
        cgroup.removeParents();
    }
}
