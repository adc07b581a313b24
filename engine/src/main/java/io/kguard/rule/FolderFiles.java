// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;

/** What Falco reads of a folder, and in what order. */
@API(status = API.Status.INTERNAL)
public final class FolderFiles {
    /** What {@code rules_files} of Falco's falco.yaml names before the folder of further files. */
    private static final List<String> FIRST = List.of("falco_rules.yaml", "falco_rules.local.yaml");

    private static final List<String> ENDINGS = List.of(".yaml", ".yml");

    private FolderFiles() {}

    /** Those of the names of a folder's files that are read, in their order: those that Falco's own configuration names first. */
    public static List<String> read(Collection<String> names, FalcoVersion version) {
        return names.stream()
                .filter(name -> isRead(name, version))
                .sorted(FolderFiles::compare)
                .toList();
    }

    /** What is wrong with a folder of which nothing is read. */
    public static String emptiness(FalcoVersion version) {
        return version.readsOnlyYaml()
                ? "the directory holds no file that ends with .yaml or .yml"
                : "the directory holds no file";
    }

    /** Whether a file has a name of those that Falco reads since 0.41. */
    static boolean isYaml(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Whether Falco reads a file. Its wildcard {@code *.yaml} takes the first {@code .yaml} of a path for the last one before 0.45
     * (falco#3913).
     *
     * @param path its name, or its path
     */
    public static boolean isRead(String path, FalcoVersion version) {
        if (!version.readsOnlyYaml()) {
            return true;
        }
        return version.atLeast(FalcoVersion.V0_45)
                ? isYaml(path)
                : ENDINGS.stream()
                        .anyMatch(end -> path.endsWith(end) && path.indexOf(end) == path.length() - end.length());
    }

    /** Why Falco does not read a file, which the sentence calls so. */
    static String reason(String path, String called, FalcoVersion version) {
        return isYaml(path)
                ? "Falco " + version + " ignores " + called
                        + ": its path has the ending twice (falco#3913, mended in 0.45)"
                : "Falco " + version + " reads only files that end with .yaml or .yml, and ignores " + called;
    }

    private static int compare(String name, String other) {
        int order = Integer.compare(rank(name), rank(other));
        return order != 0 ? order : name.compareTo(other);
    }

    private static int rank(String name) {
        int index = FIRST.indexOf(name);
        return index < 0 ? FIRST.size() : index;
    }
}
