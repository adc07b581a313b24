// SPDX-License-Identifier: Apache-2.0
/** Tests of the build's programs. */
@org.jspecify.annotations.NullMarked
package io.kguard.build;
