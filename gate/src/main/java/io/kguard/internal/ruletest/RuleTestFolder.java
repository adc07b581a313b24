// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sensor.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A temporary folder for a run of rule tests. The next run removes what a killed one left. */
public final class RuleTestFolder implements AutoCloseable {
    private static final String KIND = "kguard-rule-tests-";

    private final TemporaryFolder home;
    private final Thread removal = new Thread(this::endWithTheJvm, "kguard-rule-tests-end");
    private volatile Runnable beforeRemoval = () -> {};

    private RuleTestFolder(TemporaryFolder home) {
        this.home = home;
    }

    /**
     * Creates a folder, and removes those of killed runs.
     *
     * @throws IOException if a folder can't be created or removed
     */
    public static RuleTestFolder create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    public static RuleTestFolder create(Path parent) throws IOException {
        RuleTestFolder folder = new RuleTestFolder(TemporaryFolder.create(parent, KIND));
        Runtime.getRuntime().addShutdownHook(folder.removal);
        return folder;
    }

    /** The folders in a folder whose owners have ended. */
    public static List<Path> leftovers(Path parent) throws IOException {
        return TemporaryFolder.leftovers(parent, KIND);
    }

    public Path file(String name) {
        return home.path().resolve(name);
    }

    /** Registers an action to run before the folder is removed because a signal ends the JVM. */
    void beforeRemovalAtExit(Runnable action) {
        beforeRemoval = action;
    }

    private void endWithTheJvm() {
        beforeRemoval.run();
        try {
            home.close();
        } catch (IOException e) {
            System.getLogger(RuleTestFolder.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            home.path() + " could not be removed; the next run removes it: " + FileFault.of(e));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, which removes the folder
        }
        home.close();
    }
}
