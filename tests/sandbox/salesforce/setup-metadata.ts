/** Metadata that an org shows and the sandbox does not run. */

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** A record-triggered flow that sets the owner, with or without a look at the hold. */
export function ownerFlow(
  label: string,
  { guarded = false, status = 'Active' }: { readonly guarded?: boolean; readonly status?: string } = {},
): string {
  const filter = guarded
    ? '<filterLogic>and</filterLogic><filters><field>Handoff_Routing_Hold__c</field><operator>EqualTo</operator><value><booleanValue>false</booleanValue></value></filters>'
    : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<Flow ${NS}>
    <apiVersion>67.0</apiVersion>
    <label>${label}</label>
    <processType>AutoLaunchedFlow</processType>
    <recordUpdates>
        <name>Set_Owner</name>
        <label>Set owner</label>
        <locationX>176</locationX>
        <locationY>287</locationY>
        <inputAssignments><field>OwnerId</field><value><elementReference>$User.Id</elementReference></value></inputAssignments>
        <inputReference>$Record</inputReference>
    </recordUpdates>
    <start>
        <locationX>50</locationX>
        <locationY>0</locationY>
        <connector><targetReference>Set_Owner</targetReference></connector>
        ${filter}
        <object>Opportunity</object>
        <recordTriggerType>CreateAndUpdate</recordTriggerType>
        <triggerType>RecordAfterSave</triggerType>
    </start>
    <status>${status}</status>
</Flow>`;
}

export const LEAD_RULES = `<?xml version="1.0" encoding="UTF-8"?>
<AssignmentRules ${NS}>
    <assignmentRule>
        <fullName>Standard</fullName>
        <active>true</active>
        <ruleEntry>
            <assignedTo>EMEA_Leads</assignedTo>
            <assignedToType>Queue</assignedToType>
        </ruleEntry>
    </assignmentRule>
</AssignmentRules>`;

export const OPPORTUNITY_WORKFLOW = `<?xml version="1.0" encoding="UTF-8"?>
<Workflow ${NS}>
    <fieldUpdates>
        <fullName>To_Queue</fullName>
        <field>OwnerId</field>
        <lookupValue>EMEA_Leads</lookupValue>
        <lookupValueType>Queue</lookupValueType>
        <name>To queue</name>
        <operation>LookupValue</operation>
    </fieldUpdates>
    <rules>
        <fullName>Route &amp; tell</fullName>
        <actions><name>To_Queue</name><type>FieldUpdate</type></actions>
        <active>true</active>
        <triggerType>onAllChanges</triggerType>
    </rules>
</Workflow>`;

export const TRIGGER =
  'trigger AssignDeals on Opportunity (before insert) { Trigger.new[0].OwnerId = null; }';
