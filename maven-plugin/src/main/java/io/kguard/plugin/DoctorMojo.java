// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import org.apache.maven.plugins.annotations.Mojo;

/** Says what this machine can run, and how to fix the rest. Needs no privileges. Works without a pom. */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends GoalMojo {}
