// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The YAML of a rule file, as Falco's parser reads it. No object is ever made from tags.
 *
 * @param documents its documents, without empty ones
 * @param read how many of them Falco reads: those before the first empty one
 * @param unread where something stands that Falco does not read; null if there is nothing
 */
record YamlFile(
        List<YamlNode> documents, int read, @Nullable Place unread) {
    /**
     * Reads a file.
     *
     * @throws LoadError if it is not valid YAML
     */
    public static YamlFile read(RuleFileText source) {
        YamlParser.Documents documents = parse(source);
        return new YamlFile(
                documents.documents().stream()
                        .map(content -> new YamlNode(source, content))
                        .toList(),
                documents.read(),
                documents.end() < source.text().length() ? source.place(documents.end()) : null);
    }

    private static YamlParser.Documents parse(RuleFileText source) {
        try {
            return YamlParser.documents(source.text());
        } catch (YamlException e) {
            throw Context.of(source)
                    .in(Location.Kind.VALUE_FOR, source.place(e.offset()))
                    .error(DiagnosticCode.LOAD_ERR_YAML_PARSE, String.valueOf(e.getMessage()), hint(source, e));
        }
    }

    /** What to do about an error; null if that can't be told. */
    private static @Nullable String hint(RuleFileText source, YamlException e) {
        String message = String.valueOf(e.getMessage());
        return switch (message) {
            case "illegal tab when looking for indentation" -> "indent with spaces; YAML does not allow tabs";
            case "illegal map value" -> "the line is indented too far, or the value before this colon needs quotes";
            case "illegal block entry" -> "the line is indented too far, or the value before this dash needs quotes";
            case "unknown token" ->
                "put the string in quotes, because it begins with "
                        + source.text().charAt(e.offset());
            case "unexpected scalar" -> "put the whole value in quotes: nothing may follow the closing quote";
            case "illegal EOF in scalar" -> "the quotes are not closed";
            case "end of sequence flow not found", "end of map flow not found" ->
                "a bracket before this is not closed, or a value needs quotes";
            case "end of map not found", "end of sequence not found" ->
                "the line is not 'key: value', or is not indented as far as the text it belongs to";
            case "illegal flow end" -> "no bracket is open that this closes; put the value in quotes";
            default ->
                message.startsWith("unknown escape character")
                        ? "write two backslashes, or put the value in single quotes"
                        : null;
        };
    }
}
