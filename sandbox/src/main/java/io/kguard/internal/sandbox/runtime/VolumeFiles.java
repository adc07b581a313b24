// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Quoted;
import io.kguard.workload.TextRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of a volume that Kubernetes fills, with a kubelet's layout: links to a folder that can be exchanged. */
final class VolumeFiles {
    private record File(byte[] content, int mode) {}

    private final Map<String, File> files = new LinkedHashMap<>();
    private final int defaultMode;

    VolumeFiles(int defaultMode) {
        this.defaultMode = defaultMode;
    }

    void add(String path, byte[] content, @Nullable Integer mode) {
        if (TextRules.isBad(path, false)) {
            throw unfit(path);
        }
        Path relative = Path.of(path).normalize();
        if (relative.isAbsolute() || path.startsWith("..") || relative.startsWith("..") || path.isEmpty()) {
            throw unfit(path);
        }
        files.put(relative.toString(), new File(content, mode == null ? defaultMode : mode));
    }

    private static SandboxException unfit(String path) {
        return new SandboxException(
                SandboxException.Reason.BAD_REQUEST, "a volume can't have a file at " + Quoted.of(path));
    }

    /** Adds all keys as files, or only those that items name. A key that is not there must be optional. */
    void addAll(Map<String, byte[]> data, @Nullable List<KeyToPath> items, @Nullable Boolean optional) {
        if (items == null || items.isEmpty()) {
            data.forEach((key, content) -> add(key, content, null));
            return;
        }
        for (KeyToPath item : items) {
            byte[] content = data.get(item.getKey());
            if (content != null) {
                add(item.getPath(), content, item.getMode());
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new SandboxException(
                        SandboxException.Reason.MISSING_OBJECT,
                        "a volume asks for the key " + item.getKey() + ", which its object does not have");
            }
        }
    }

    Path write(Path folder) throws IOException {
        String version = "..2026_01_01_00_00_00.0000000001";
        Path data = Files.createDirectory(folder.resolve(version));
        TreeSet<String> first = new TreeSet<>();
        for (Map.Entry<String, File> entry : files.entrySet()) {
            Path file = data.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue().content());
            Files.setAttribute(file, "unix:mode", entry.getValue().mode());
            first.add(Path.of(entry.getKey()).getName(0).toString());
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of(version));
        for (String name : first) {
            Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }
        return folder;
    }
}
