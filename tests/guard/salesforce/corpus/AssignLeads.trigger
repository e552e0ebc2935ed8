// Routing by territory; sets Status nowhere.
trigger AssignLeads on Lead (before insert, before update) {
    for (Lead one : Trigger.new) {
        if (one.Territory__c != null) {
            one.OwnerId = Territories.ownerOf(one.Territory__c);
        }
    }
}
