// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Rule files of Falco Talon.
 *
 * @param reactions the reactions, in the order in which they see an alert
 * @param warnings what Falco Talon does not heed in the files, with places
 */
@API(status = API.Status.INTERNAL)
public record ReactionFiles(List<Reaction> reactions, List<String> warnings) {
    /** Copies the lists. */
    public ReactionFiles {
        reactions = List.copyOf(reactions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads files. Later files change rules and actions of earlier ones that have the same names.
     *
     * @param sources the sources that alerts may have
     * @throws ReactionException if one can't be read, or Falco Talon would refuse it; it lists every mistake
     */
    public static ReactionFiles read(List<Path> files, EventSources sources) {
        ReactionReader reader = new ReactionReader(sources);
        List<YamlDocument> documents = new ArrayList<>();
        for (Path file : files) {
            try {
                documents.addAll(add(reader, file.toString(), file));
            } catch (IOException e) {
                throw new ReactionException(file + ": the file can't be read: " + FileFault.reason(e), e);
            }
        }
        List<Reaction> reactions = reader.reactions();
        List<YamlProblem> problems = documents.stream()
                .flatMap(document -> document.problems().stream())
                .toList();
        if (documents.stream().anyMatch(document -> document.mistakes() > 0)) {
            throw new ReactionException(problems);
        }
        return new ReactionFiles(
                reactions, problems.stream().map(YamlProblem::render).toList());
    }

    /**
     * Adds the entries of a file to a reader: a rule file, values of a Helm chart, or manifests with ConfigMaps.
     *
     * @param name what messages call the file
     * @return the file, and what is embedded in it, with their mistakes
     * @throws IOException if it can't be read
     */
    public static List<YamlDocument> add(ReactionReader reader, String name, Path file) throws IOException {
        RuleTexts texts = RuleTexts.read(name, file);
        texts.addTo(reader);
        return texts.documents();
    }
}
