// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import io.kguard.verdict.RuleTestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apiguardian.api.API;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the rule tests of a folder of classes and logs their progress with {@link io.kguard.verdict.RuleTestLog}. */
@API(status = API.Status.INTERNAL)
public final class RuleTestLauncher {
    private RuleTestLauncher() {}

    /**
     * Runs the rule tests. The exit status is 0 whatever their results are, and 1 if they can't be run at all: the
     * process that started this JVM compares the planned tests with those that ended. This JVM ends when its standard
     * input does, because then that process has ended.
     *
     * @param args the folder; perhaps a file with the methods that are run, as {@link RuleTestEvent.Planned#methods()}
     *     names them
     * @throws IOException if that file can't be read
     */
    public static void main(String[] args) throws IOException {
        ParentWatch.start();
        String complaint = JUnitVersion.complaint();
        if (!complaint.isEmpty()) {
            System.out.println(complaint);
            System.exit(1);
        }
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(TagFilter.includeTags(RuleTest.TAG));
        if (args.length > 1) {
            Set<String> chosen = Set.copyOf(Files.readAllLines(Path.of(args[1])));
            request.filters((PostDiscoveryFilter) test -> FilterResult.includedIf(test.getSource()
                    .map(source -> RuleTestListener.isChosen(source, chosen))
                    .orElse(true)));
        }
        LauncherFactory.create().execute(request.build(), new RuleTestListener());
        System.exit(0);
    }
}
