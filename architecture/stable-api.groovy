// SPDX-License-Identifier: Apache-2.0
// For japicmp, which can choose by an annotation but not by its value: of all classes that have changed, those that the older
// version marks as @API(status = STABLE), and those within them.
// japicmp only warns of a version that it can't find, and takes all for new
if (jApiClasses && jApiClasses.every { it.changeStatus.name() == 'NEW' }) {
    throw new IllegalStateException('api.baseline names a version without classes of this module. Where that is so because ' +
            'the module is newer, its pom sets japicmp.skip.')
}
def wasStable = { type ->
    def mark = type.annotations.find { it.fullyQualifiedName == 'org.apiguardian.api.API' }
    def status = mark?.elements?.find { it.name == 'status' }
    status != null && status.oldElementValues.any { it.valueString.endsWith('STABLE') }
}
def stable = jApiClasses.findAll(wasStable)*.fullyQualifiedName as Set
// japicmp 0.27.0 goes on with the list that it passed, whatever is returned
jApiClasses.removeIf { !(it.fullyQualifiedName.tokenize('$').first() in stable) }
return jApiClasses
