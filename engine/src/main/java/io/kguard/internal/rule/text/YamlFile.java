// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the YAML of a rule file as nodes. No object is ever made from tags; size, depth and aliases are bounded. It imitates the
 * parser that Falco has, character by character, which is why rule files do not go through {@code io.kguard.internal.yaml}.
 */
public final class YamlFile {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ALIASES = 1000;
    /** How many characters are read in all, where a file is read once more for each of its tabs. */
    private static final long MOST_READ = 50_000_000;

    private YamlFile() {}

    /**
     * The documents of a file, without empty ones.
     *
     * @throws LoadError if it is not valid YAML
     */
    public static List<YamlNode> documents(RuleFileText source) {
        String text = source.text();
        for (long read = 0; ; read += text.length()) {
            try {
                return documents(source, text);
            } catch (MarkedYAMLException e) {
                int offset = offset(source, e.getProblemMark());
                String other = read < MOST_READ ? withoutTab(text, offset) : null;
                if (other == null) {
                    throw error(source, offset, YamlSyntax.sentence(e), YamlSyntax.hint(e));
                }
                text = other;
            } catch (ReaderException e) {
                String character = String.format("U+%04X", e.getCodePoint());
                throw error(
                        source,
                        source.offset(e.getPosition()),
                        "character " + character + " is not allowed in YAML",
                        null);
            } catch (YAMLException e) {
                throw error(source, 0, String.valueOf(e.getMessage()), null);
            }
        }
    }

    private static List<YamlNode> documents(RuleFileText source, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        List<YamlNode> documents = new ArrayList<>();
        YamlEvents events = new YamlEvents(new ParserImpl(new YamlCharacters(text), options));
        Composer composer = new Composer(events, new Resolver(), options);
        while (composer.checkNode()) {
            YamlNode node = new YamlNode(source, composer.getNode());
            if (!node.isNull()) {
                documents.add(node);
            }
        }
        return documents;
    }

    /**
     * The text with spaces for the tabs that begin where the parser stopped, as Falco's parser reads those after a key or a
     * dash; null if there are none, or if they indent a line.
     */
    private static @Nullable String withoutTab(String text, int offset) {
        if (offset >= text.length() || text.charAt(offset) != '\t') {
            return null;
        }
        int line = text.lastIndexOf('\n', offset) + 1;
        if (text.substring(line, offset).isBlank()) {
            return null;
        }
        StringBuilder changed = new StringBuilder(text);
        for (int i = offset; i < text.length() && text.charAt(i) == '\t'; i++) {
            changed.setCharAt(i, ' ');
        }
        return changed.toString();
    }

    private static int offset(RuleFileText source, @Nullable Mark mark) {
        return mark == null ? 0 : source.offset(mark.getIndex());
    }

    private static LoadError error(RuleFileText source, int offset, String message, @Nullable String hint) {
        return Context.of(source)
                .in(Location.Kind.VALUE_FOR, source.place(offset))
                .error(DiagnosticCode.LOAD_ERR_YAML_PARSE, message, hint);
    }
}
