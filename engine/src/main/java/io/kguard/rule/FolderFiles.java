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

    private FolderFiles() {}

    /** Those of the names of a folder's files that are read, in their order: those that Falco's own configuration names first. */
    public static List<String> read(Collection<String> names, FalcoVersion version) {
        return names.stream()
                .filter(name -> !version.readsOnlyYaml() || isYaml(name))
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
    public static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
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
