// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.nio.file.Path;
import java.util.Set;
import org.apiguardian.api.API;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the rule tests of a folder of classes; what happens is in the log of {@link io.kguard.simulation.RuleTestLog}. */
@API(status = API.Status.INTERNAL)
public final class RuleTestLauncher {
    private RuleTestLauncher() {}

    /**
     * Runs them. The exit status is 0 whatever they come to, and 1 if they can't be run at all; whoever starts this JVM compares what was planned with what
     * ended. The JVM ends when its standard input does: then the build that started it is no more.
     *
     * @param args the folder
     */
    public static void main(String[] args) {
        ParentWatch.start();
        String complaint = JUnitVersion.complaint();
        if (!complaint.isEmpty()) {
            System.out.println(complaint);
            System.exit(1);
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(TagFilter.includeTags(RuleTest.TAG))
                .build();
        LauncherFactory.create().execute(request, new RuleTestListener());
        System.exit(0);
    }
}
