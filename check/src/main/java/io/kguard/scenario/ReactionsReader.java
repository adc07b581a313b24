// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionFiles;
import io.kguard.reaction.ReactionReader;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the reactions of a scenario: rules and actions of Falco Talon, or the names of its files. */
final class ReactionsReader {
    private final AllowedFolders folders;
    private final EventSources sources;
    private final List<YamlDocument> files = new ArrayList<>();

    ReactionsReader(AllowedFolders folders, EventSources sources) {
        this.folders = folders;
        this.sources = sources;
    }

    List<Reaction> reactions(YamlMapping scenario, boolean hasCluster) {
        YamlValue given = scenario.get("reactions");
        if (given == null) {
            return List.of();
        }
        if (!hasCluster) {
            given.problem("reactions need a cluster, and the scenario has none", "add: cluster: {}");
        }
        ReactionReader reader = new ReactionReader(sources);
        List<YamlValue> entries = given.isList() ? given.items(ReactionReader.MAX) : List.of(given);
        for (YamlValue entry : entries) {
            if (entry.isMapping()) {
                reader.add(entry, true);
            } else {
                addFile(reader, entry);
            }
        }
        return reader.reactions();
    }

    private void addFile(ReactionReader reader, YamlValue name) {
        Path file = FileBeside.find(name, folders);
        if (file == null) {
            return;
        }
        try {
            files.addAll(ReactionFiles.add(reader, file.toString(), file));
        } catch (IOException e) {
            name.problem("the file can't be read: " + FileFault.of(e), "");
        }
    }

    /** The mistakes of the files that scenarios name. */
    List<YamlProblem> problems() {
        return files.stream()
                .flatMap(file -> file.problems().stream())
                .filter(problem -> !problem.warning())
                .distinct()
                .toList();
    }
}
