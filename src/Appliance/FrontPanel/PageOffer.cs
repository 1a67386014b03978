namespace Appliance.FrontPanel;

/// <summary>What choosing does on a page.</summary>
public enum PageOffer
{
    /// <summary>Turns to what is wrong.</summary>
    SeeProblem,

    /// <summary>Asks whether set-up mode is to be closed.</summary>
    CloseSetup,

    /// <summary>Begins to change the address.</summary>
    ChangeAddress,

    /// <summary>Asks whether the address on trial is to be kept.</summary>
    KeepAddress,

    /// <summary>Asks whether the update is to begin.</summary>
    BeginUpdate,

    /// <summary>Puts the outcome of an update away.</summary>
    AcknowledgeUpdate,

    /// <summary>Begins to choose a language.</summary>
    ChooseLanguage,
}
