// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rule files behind a path and reads them. */
final class RuleSources {
    /** What takes the files that are found. */
    public interface Taker {
        /** Takes the documents of a rule file. */
        void add(RuleFileText file, List<YamlNode> documents);

        /** Takes a file of a folder that is not read, although there may be rules in it. */
        default void leaveOut(Unloaded file) {}

        /** Takes what kept a file from being read. */
        default void add(LoadError error) {}
    }

    /** The maximum size of a file, in bytes. */
    static final int MAX_SIZE = RuleLoader.MAX_FILE_SIZE;
    /** How many files may lie within one another: rules within values, and these within a ConfigMap, are three. */
    private static final int MAX_NESTING = 4;

    private final Taker files;
    private final FalcoVersion version;
    private final Map<Path, String> texts;

    /**
     * Opens rule files.
     *
     * @param files takes them
     * @param version the version of Falco that reads the files
     * @param texts what to read in place of what files on disk hold
     */
    public RuleSources(Taker files, FalcoVersion version, Map<Path, String> texts) {
        this.files = files;
        this.version = version;
        this.texts = texts;
    }

    /** Passes on the rule files at a path: the file itself, those in a directory, or those inside the file. */
    public void open(Path path) {
        try {
            checkLinks(path);
            if (!Files.isDirectory(path)) {
                open(read(path));
                return;
            }
            RulesFolder folder = entries(path, version);
            if (folder.files().isEmpty()) {
                throw unreadable(path.toString(), FolderFiles.emptiness(version));
            }
            folder.files().forEach(this::open);
            folder.unread().forEach(files::leaveOut);
        } catch (LoadError e) {
            files.add(e);
        }
    }

    /** Passes on the rule files in the bytes of a file that is not on this machine. */
    void open(String name, byte[] bytes) {
        try {
            open(text(name, bytes));
        } catch (LoadError e) {
            files.add(e);
        }
    }

    private void open(RuleFileText file) {
        open(file, 0, FolderFiles.isRead(file.name(), version) ? null : file.name());
    }

    /** Passes on a rule file that is a text, whatever its name. */
    void openText(RuleFileText source) {
        open(source, 0, null);
    }

    /** Opens a text; if it is a rule file itself, and of a name that Falco ignores, that is an error. */
    private void open(RuleFileText source, int depth, @Nullable String ignored) {
        try {
            if (depth > MAX_NESTING) {
                throw Context.of(source).malformed("files within files are nested too deep", null);
            }
            Template.refuse(source);
            YamlFile yaml = YamlFile.read(source);
            Manifest manifest = new Manifest(source, yaml.documents(), version);
            if (manifest.holdsRuleFiles()) {
                manifest.ruleFiles().forEach(embedded -> open(embedded, depth + 1));
                manifest.attempts().end();
            } else if (ignored == null) {
                files.add(source, yaml.documents().subList(0, yaml.read()));
                leaveOut(source, yaml.unread());
            } else {
                throw unreadable(ignored, FolderFiles.reason(ignored, "it", version));
            }
        } catch (LoadError e) {
            files.add(e);
        }
    }

    private void leaveOut(RuleFileText source, @Nullable Place unread) {
        if (unread != null) {
            Diagnostic why = Context.of(source)
                    .in(Location.Kind.VALUE_FOR, unread)
                    .diagnostic(
                            DiagnosticCode.LINT_UNREAD_FILE,
                            "Falco reads nothing from here on, because the document before is empty",
                            "remove the '---' that has nothing below it");
            files.leaveOut(Unloaded.other(
                    Unloaded.Kind.FILE, source.name() + ":" + why.position().line(), why));
        }
    }

    /** Passes on a file within another; a ConfigMap may hold values of a chart, and these hold rules. */
    private void open(EmbeddedFile file, int depth) {
        YamlNode items = file.items();
        if (items == null) {
            open(file.source(), depth, null);
        } else {
            files.add(file.source(), List.of(items));
        }
    }

    private static RulesFolder entries(Path directory, FalcoVersion version) {
        try {
            return RulesFolder.of(directory, version);
        } catch (IOException e) {
            throw unreadable(directory.toString(), reason(e));
        }
    }

    private static void checkLinks(Path path) {
        try {
            OwnFolder.check(path);
        } catch (IOException e) {
            throw unreadable(path.toString(), reason(e));
        }
    }

    private RuleFileText read(Path path) {
        String text = texts.get(path);
        if (text != null) {
            return new RuleFileText(path.toString(), text);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(FileToRead.of(path))) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            throw unreadable(path.toString(), reason(e));
        }
        return text(path.toString(), bytes);
    }

    private static RuleFileText text(String name, byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw unreadable(name, "it is larger than " + (MAX_SIZE >> 20) + " MiB");
        }
        return new RuleFileText(name, YamlEncoding.decode(bytes));
    }

    private static String reason(IOException e) {
        return FileFault.reason(e);
    }

    private static LoadError unreadable(String name, String reason) {
        return Context.of(new RuleFileText(name, ""))
                .error(DiagnosticCode.LOAD_ERR_FILE_READ, "Could not open " + name + " for reading: " + reason);
    }
}
