// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.audit.AuditEvent;
import io.kguard.audit.AuditEvent.AuditEventException;
import io.kguard.capture.CaptureException;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.capture.ScapReader;
import io.kguard.diagnostic.Diagnostic;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.internal.cluster.FuzzedRequest;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.field.SourceTables;
import io.kguard.internal.image.FuzzedImage;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.internal.source.TableReader.SourceTableException;
import io.kguard.internal.tool.beside.KnownDeviations;
import io.kguard.lint.Lint;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.reaction.ReactionException;
import io.kguard.reaction.ReactionFiles;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A reader of untrusted input. It may end only in its own exception, which says what is wrong. */
enum Reader {
    RULES {
        @Override
        String read(byte[] input) {
            return load(new String(input, UTF_8));
        }
    },
    CONDITION {
        @Override
        String read(byte[] input) {
            String condition = new String(input, UTF_8);
            try {
                ConditionParser.parse(condition);
            } catch (ConditionSyntaxException e) {
                return refused(e);
            }
            return load(rule(condition, "%evt.num"));
        }
    },
    OUTPUT {
        @Override
        String read(byte[] input) {
            String output = new String(input, UTF_8);
            try {
                OutputTemplate.compile(output, FieldCatalogue.of(FalcoVersion.CURRENT));
            } catch (FieldException e) {
                return refused(e);
            }
            return load(rule("evt.num >= 0", output));
        }
    },
    CAPTURE {
        private static final RuleSet RULES = EveryField.ofSystemCalls();

        @Override
        String read(byte[] input) throws IOException {
            Session session = Session.of(RULES, alert -> {});
            Event event = new Event(FalcoVersion.CURRENT);
            try (ScapReader reader =
                    ScapReader.open(new ByteArrayInputStream(input), "x.scap", FalcoVersion.CURRENT, session)) {
                while (reader.next(event)) {
                    session.judge(event);
                }
            } catch (CaptureException | MalformedEventException e) {
                return refused(e);
            }
            return "";
        }
    },
    AUDIT {
        private static final RuleSet RULES = EveryField.ofAuditEvents();

        @Override
        String read(byte[] input) {
            try {
                Session session = Session.of(RULES, alert -> {});
                AuditEvent.parse(input).forEach(session::judge);
            } catch (AuditEventException e) {
                return refused(e);
            }
            return "";
        }
    },
    LOG {
        private static final RuleSet RULES = EveryField.ofServices();

        @Override
        String read(byte[] input) {
            try {
                Session session = Session.of(RULES, alert -> {});
                SourceLog.parse(new String(input, UTF_8), EventSources.BUILT_IN, null)
                        .forEach(session::judge);
            } catch (SourceLogException e) {
                return refused(e);
            }
            return "";
        }
    },
    TABLE {
        @Override
        String read(byte[] input) {
            EventSources sources;
            try {
                sources = SourceTables.parse("table.yaml", new String(input, UTF_8));
            } catch (SourceTableException e) {
                return refused(e);
            }
            RuleSet rules = EveryField.ofTable(sources);
            for (String document : TABLED) {
                try {
                    Session session = Session.of(rules, alert -> {});
                    SourceLog.parse(document, sources, null).forEach(session::judge);
                } catch (SourceLogException e) {
                    refused(e); // the table may describe other documents
                }
            }
            return "";
        }
    },
    SCENARIO {
        @Override
        String read(byte[] input) {
            try {
                ScenarioReader.read("scenario.yaml", new String(input, UTF_8));
            } catch (ScenarioException e) {
                return refused(e);
            }
            return "";
        }
    },
    CONFIG {
        @Override
        String read(byte[] input) throws IOException {
            return readFile(
                    "falco.yaml",
                    input,
                    FalcoConfigException.class,
                    file -> FalcoConfig.read(file, FalcoVersion.CURRENT, name -> null));
        }
    },
    TALON {
        @Override
        String read(byte[] input) throws IOException {
            return readFile(
                    "talon.yaml",
                    input,
                    ReactionException.class,
                    file -> ReactionFiles.read(List.of(file), EventSources.BUILT_IN));
        }
    },
    BASELINE {
        @Override
        String read(byte[] input) throws IOException {
            return readFile("kguard-baseline.yaml", input, IllegalArgumentException.class, BaselineFile::read);
        }
    },
    DEVIATIONS {
        @Override
        String read(byte[] input) throws IOException {
            return readFile("deviations.yaml", input, IllegalArgumentException.class, KnownDeviations::read);
        }
    },
    SCRIPT {
        private static final RuleSet RULES = EveryField.ofSystemCalls();

        @Override
        String read(byte[] input) {
            try {
                WrittenEvents.play(
                        EventScript.parse("events.yaml", new String(input, UTF_8), FalcoVersion.CURRENT), RULES);
            } catch (EventScriptException e) {
                return refused(e);
            }
            return "";
        }
    },
    IMAGE {
        @Override
        String read(byte[] input) throws IOException {
            Path file = scratch("image.tar");
            Files.write(file, input);
            FuzzedImage.read(file);
            return "";
        }
    },
    REQUEST {
        @Override
        String read(byte[] input) {
            FuzzedRequest.handle(input);
            return "";
        }
    };

    /** Documents for tables, with a value of each kind. */
    private static final List<String> TABLED = List.of(
            "{\"a\":\"x\",\"n\":12,\"t\":\"2026-11-24T17:35:48Z\",\"b\":true,\"ip\":\"192.0.2.7\",\"l\":[1,2],"
                    + "\"o\":{\"k\":\"v\"},\"e\":[{\"k\":1}]}",
            "{}",
            "[{\"a\":null}]");

    /** Files are written here, in memory and not on a disk. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /**
     * Reads an input.
     *
     * @return why it was refused; empty if it was accepted, or if this reader does not refuse
     * @throws IOException if the file for it can't be written
     */
    abstract String read(byte[] input) throws IOException;

    private interface FileReader {
        void read(Path file) throws IOException;
    }

    /**
     * Reads an input from a file.
     *
     * @param refusal the only exception in which the reader may end
     */
    private static String readFile(
            String name, byte[] input, Class<? extends RuntimeException> refusal, FileReader reader)
            throws IOException {
        Path file = scratch(name);
        Files.write(file, input);
        try {
            reader.read(file);
        } catch (RuntimeException e) {
            if (refusal.isInstance(e)) {
                return refused(e);
            }
            throw e;
        }
        return "";
    }

    /** A file of this process. */
    static Path scratch(String name) {
        Path folder = Files.isDirectory(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        Path file = folder.resolve("kguard-fuzz-" + ProcessHandle.current().pid() + "-" + name);
        file.toFile().deleteOnExit();
        return file;
    }

    /** Takes rules from their YAML to their evaluation. */
    private static String load(String yaml) {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", yaml);
        loaded.diagnostics().forEach(Diagnostic::render);
        Lint.check(loaded, Sensor.recordableTypes(FalcoVersion.CURRENT));
        if (loaded.isSuccessful()) {
            WrittenEvents.evaluate(RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT)));
        }
        return loaded.isSuccessful() ? "" : loaded.diagnostics().toString();
    }

    private static String rule(String condition, String output) {
        return "- {rule: A, desc: a, priority: DEBUG, condition: " + quoted(condition) + ", output: " + quoted(output)
                + "}\n";
    }

    /** A string in YAML's double quotes, where every character has an escape. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
        return quoted.append('"').toString();
    }

    /** The message of a refusal, which must not be empty. */
    private static String refused(Exception e) {
        if (e.getMessage() == null || e.getMessage().isBlank()) {
            throw new IllegalStateException("an exception that says nothing", e);
        }
        return e.getMessage();
    }
}
