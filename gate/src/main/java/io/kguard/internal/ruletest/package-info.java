// SPDX-License-Identifier: Apache-2.0
/** The rule tests of a project: found in class files, run in a process of their own. */
@NullMarked
package io.kguard.internal.ruletest;

import org.jspecify.annotations.NullMarked;
