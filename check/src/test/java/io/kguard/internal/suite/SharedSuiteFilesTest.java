// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The suite files of Falco's event-generator, read as they are. */
@RequiresShared
class SharedSuiteFilesTest {
    private final List<Scenario> all =
            List.copyOf(ScenarioCatalogue.ofFiles(List.of(Shared.path("conformance/evtgen-suite")))
                    .scenarios());

    @Test
    void eachFileHasAScenarioForEachOfItsTests() {
        Map<String, Long> counts = all.stream()
                .collect(Collectors.groupingBy(
                        scenario -> Path.of(scenario.origin().file())
                                .getFileName()
                                .toString()
                                .replace(".yaml", ""),
                        TreeMap::new,
                        Collectors.counting()));

        assertThat(counts)
                .isEqualTo(Map.ofEntries(
                        Map.entry("clear_log_activities", 39L),
                        Map.entry("create_symlink_over_sensitive_files", 18L),
                        Map.entry("debugfs_launched_in_privileged_container", 1L),
                        Map.entry("directory_traversal_monitored_file_read", 12L),
                        Map.entry("disallowed_ssh_connection_non_standard_port", 7L),
                        Map.entry("drop_and_execute_new_binary_in_container", 3L),
                        Map.entry("execution_from_dev_shm", 50L),
                        Map.entry("fileless_execution_via_memfd_create", 1L),
                        Map.entry("netcat_remote_code_execution_in_container", 7L),
                        Map.entry("packet_socket_created_in_container", 1L),
                        Map.entry("read_sensitive_file_trusted_after_startup", 19L),
                        Map.entry("read_sensitive_file_untrusted", 18L),
                        Map.entry("redirect_stdout_stdin_to_network_connection_in_container", 12L),
                        Map.entry("remove_bulk_data_from_disk", 3L),
                        Map.entry("search_private_keys_or_passwords", 19L)));
    }

    @Test
    void aGeneratedTestKeepsItsName() {
        Scenario third = all.stream()
                .filter(scenario -> scenario.id().equals("create-symlink-over-sensitive-files-testcase-11"))
                .findFirst()
                .orElseThrow();

        assertThat(third.title()).isEqualTo("create_symlink_over_sensitive_files_testCase#11");
        Expectation expectation = third.expectations().get(0);
        assertThat(expectation.rule()).isEqualTo("Create Symlink Over Sensitive Files");
        assertThat(expectation.alert().priority()).hasToString("Warning");
        assertThat(expectation.alert().fields())
                .containsEntry("evt.arg.target", "/etc/pam.conf")
                .containsEntry("evt.arg.linkpath", "/tmp/eg_symlink_sensitive")
                .containsEntry("proc.env[SUITE]", third.title());
    }
}
